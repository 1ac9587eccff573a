export { tokens as authentication } from './tokens.ts'
