/** Cases that judge something and that no fault can turn red alone, with the reason. */
export const EXCUSED: Readonly<Record<string, string>> = {
  'authentication/token-in-the-header':
    'every request of every case has its token there, so a server that does not take it lets no case begin',
}
