import { IncomingMessage } from 'node:http'

const wishes = new WeakMap<IncomingMessage, boolean>()

/**
 * A request whose upgrade counts only if it is to a websocket. Node hands *every* request with an Upgrade header to an
 * `upgrade` listener, body unread; but Java's HTTP client offers `h2c` on each plain request, and RFC 9110 (7.8) lets a
 * server ignore the offer. The newer `shouldUpgradeCallback` of http.createServer is not in Node 20.
 */
export class WebsocketOnlyRequest extends IncomingMessage {
  get upgrade(): boolean {
    return (wishes.get(this) ?? false) && (this.method === 'CONNECT' || this.headers.upgrade?.toLowerCase() === 'websocket')
  }

  set upgrade(wished: boolean) {
    wishes.set(this, Boolean(wished))
  }
}
