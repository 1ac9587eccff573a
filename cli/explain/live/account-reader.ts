import { quote } from '../../../common/text.ts'
import { newestOf, type SpecVersion } from '../../../spec/index.ts'
import { messageOf } from '../../../suites/harness/case/errors.ts'
import { parseJson } from '../../../suites/harness/target/body.ts'
import { Transport } from '../../../suites/harness/target/transport.ts'
import { TargetError } from '../../../suites/index.ts'

/** Deadline for a response, in milliseconds. An account with many rooms is slow to sync. */
const DEADLINE_MS = 30_000

/** Response to a request. */
interface ReadResponse {
  status: number
  /** Parsed JSON, or text if the body is not JSON */
  body: unknown
}

/** Reads from the account of a user. It only sends GET requests, and none that marks anything as read. */
export class AccountReader {
  readonly baseUrl: string
  readonly #token: string
  readonly #transport = new Transport(1)

  constructor(url: string, token: string) {
    this.baseUrl = url.replace(/\/+$/, '')
    this.#token = token
  }

  /**
   * Returns the newest version of the specification that the server lists.
   *
   * @throws {TargetError} when it lists none that is known
   */
  async specVersion(): Promise<SpecVersion> {
    const { versions } = Object(await this.read('/_matrix/client/versions')) as { versions?: unknown }
    const listed = Array.isArray(versions) ? versions.filter((version) => typeof version === 'string') : []
    const newest = newestOf(listed)
    if (newest !== undefined) return newest
    throw new TargetError('no-homeserver', `Expected versions of the specification, found ${quote(versions)}`, [
      'Name a version with --spec-version',
    ])
  }

  /**
   * Returns the body of a response.
   *
   * @param path path and query, beginning with a slash
   * @throws {TargetError} when there is no response, or one with an error
   */
  async read(path: string): Promise<unknown> {
    const { status, body } = await this.#get(path)
    if (status === 200) return body
    const advice = status === 401 ? ['Check the token in the file that --user-token-file names'] : []
    throw new TargetError(
      'no-homeserver',
      `GET ${path}: expected status 200, found ${status} with ${quote(body)}`,
      advice,
    )
  }

  /** Returns the body of a response; undefined if the server refuses the request or does not have what it asks for. */
  async readIfThere(path: string): Promise<unknown> {
    const { status, body } = await this.#get(path)
    return status === 200 ? body : undefined
  }

  async #get(path: string): Promise<ReadResponse> {
    const headers = { authorization: `Bearer ${this.#token}` }
    try {
      const { status, text } = await this.#transport.send('GET', this.baseUrl + path, headers, undefined, DEADLINE_MS)
      return { status, body: parseJson(text) }
    } catch (error) {
      throw new TargetError('unreachable', `Cannot reach the target at ${this.baseUrl}: ${messageOf(error)}`, [
        'Check the URL, and whether the server is running',
      ])
    }
  }

  async close(): Promise<void> {
    await this.#transport.close()
  }
}
