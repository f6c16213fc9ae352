import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import postgres from 'postgres'
import { afterAll, describe, expect, it } from 'vitest'
import { driverOptions } from './driver-options'
import { createTestDatabase } from './testing/test-database'

const { url } = await createTestDatabase()

/** A load balancer without a backend: takes every connection, and ends it without a word. */
async function startSilentServer(): Promise<{ server: Server; port: number; connections: () => number }> {
  let count = 0
  const server = createServer((socket) => {
    count += 1
    socket.on('error', () => {})
    socket.resume()
    socket.end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return { server, port: address.port, connections: () => count }
}

const silent = await startSilentServer()
afterAll(() => void silent.server.close())

function addressOf(hosts: string): string {
  const { username, password, pathname } = new URL(url)
  return `postgres://${username}:${password}@${hosts}${pathname}`
}

describe('a connection that ends before the server has spoken', () => {
  it.each([
    ['in the clear', {}],
    ['before TLS was agreed', { ssl: 'require' as const }],
  ])('fails its query at once, %s, and is not tried again by itself', async (_how, options) => {
    const before = silent.connections()
    const client = postgres(addressOf(`127.0.0.1:${silent.port}`), { max: 1, ...options, ...driverOptions() })
    await expect(client`select 1`).rejects.toMatchObject({ code: 'ECONNRESET' })
    await expect(client`select 1`).rejects.toMatchObject({ code: 'ECONNRESET' })
    expect(silent.connections() - before).toBe(2)
    await client.end()
  })

  it('fails a transaction and a reserved connection just so', async () => {
    const client = postgres(addressOf(`127.0.0.1:${silent.port}`), { max: 1, ...driverOptions() })
    await expect(client.begin((tx) => tx`select 1`)).rejects.toMatchObject({ code: 'ECONNRESET' })
    await expect(client.reserve()).rejects.toMatchObject({ code: 'ECONNRESET' })
    await client.end()
  })
})

describe('a database that is there', () => {
  it('answers under the address that was given, with a host name as well', async () => {
    const { port } = new URL(url)
    for (const host of ['127.0.0.1', 'localhost']) {
      const client = postgres(addressOf(`${host}:${port}`), { max: 2, ...driverOptions() })
      const [row] = await client`select 1 as one`
      expect(row?.one).toBe(1)
      await client.end()
    }
  })
})
