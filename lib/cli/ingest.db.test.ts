import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { createTestDatabase, pointProcessAt } from '@/lib/db/testing/test-database'
import { samples } from '@/lib/ingest/adapters/testing/samples'
import { makeRecord } from '@/lib/ingest/testing/records'
import { runCli } from './main'

const { url, sql } = await createTestDatabase()
await pointProcessAt(url)
const folder = await mkdtemp(path.join(tmpdir(), 'ascribe-import-'))
afterAll(() => rm(folder, { recursive: true }))
afterEach(() => vi.restoreAllMocks())

async function run(...argv: string[]): Promise<{ code: number; output: string }> {
  let output = ''
  const collect = (text: string | Uint8Array) => {
    output += text
    return true
  }
  vi.spyOn(process.stdout, 'write').mockImplementation(collect)
  vi.spyOn(process.stderr, 'write').mockImplementation(collect)
  const code = await runCli(argv)
  vi.restoreAllMocks()
  return { code, output }
}

async function makeFile(name: string, content: string | Uint8Array): Promise<string> {
  const file = path.join(folder, name)
  await writeFile(file, content)
  return file
}

const at = new Date(Date.now() - 3_600_000).toISOString()
const bare = makeRecord({ timestamp: at, request_id: undefined })

describe('ascribe import', () => {
  it('takes in lines, tells each that is refused by its number, and counts a second run as duplicates', async () => {
    const lines = [bare, makeRecord({ timestamp: at }), { ...bare, input_tokens: '1' }, bare].map((record) =>
      JSON.stringify(record),
    )
    const file = await makeFile('events.ndjson', [...lines, '{"cut":', ''].join('\n'))
    const first = await run('import', '--format', 'canonical', '--source', 'files', file)
    expect(first.output).toContain(`${file}:3: input_tokens must be a number, not text: send it without quotes`)
    expect(first.output).toContain(`${file}:5: line 5 is not JSON`)
    expect(first.output).toContain(`${file}: 3 accepted, 0 duplicates, 0 conflicts, 2 rejected`)
    expect(first.code).toBe(0)
    const second = await run('import', '--format', 'canonical', '--source', 'files', file)
    expect(second.output).toContain(`${file}: 0 accepted, 3 duplicates, 0 conflicts, 2 rejected`)
    const [sums] = await sql`select sum(requests)::int as requests from usage_daily`
    expect(sums?.requests).toBe(3)
  })

  it.each([
    ['an array over several lines', 'array.json', (records: unknown[]) => JSON.stringify(records, null, 2)],
    ['an envelope', 'envelope.json', (records: unknown[]) => JSON.stringify({ events: records })],
    ['gzip', 'lines.ndjson.gz', (records: unknown[]) => gzipSync(records.map((record) => JSON.stringify(record)).join('\n'))],
  ])('takes in %s', async (_what, name, encode) => {
    const records = Array.from({ length: 5 }, (_, index) => makeRecord({ timestamp: at, request_id: `${name}-${index}` }))
    const file = await makeFile(name, encode(records))
    const { output } = await run('import', '--format', 'canonical', file)
    expect(output).toContain('5 accepted, 0 duplicates, 0 conflicts, 0 rejected')
  })

  it.each([
    ['a file that is not there', '/nowhere/events.json', 'there is no such file'],
    ['a damaged file', () => makeFile('cut.gz', gzipSync(JSON.stringify([bare])).subarray(0, 60)), 'cut off or damaged'],
    ['a file that is not JSON', () => makeFile('no.json', 'timestamp,model\n1,2'), 'is not JSON'],
  ])('fails with a reason for %s', async (_what, file, reason) => {
    const { code, output } = await run('import', '--format', 'canonical', typeof file === 'string' ? file : await file())
    expect(code).toBe(1)
    expect(output).toContain(reason)
  })

  it.each([
    ['litellm-spend-logs', 'an array, gzip', (records: unknown[]) => gzipSync(JSON.stringify(records))],
    ['bedrock', 'one a line', (records: unknown[]) => records.map((record) => JSON.stringify(record)).join('\n')],
  ])('takes in %s as %s, and twice is once', async (format, _how, encode) => {
    const [make = () => ({})] = samples[format] ?? []
    const record = JSON.parse(JSON.stringify(make('a question')))
    const ids = { request_id: `${format}-1`, requestId: `${format}-1` }
    const file = await makeFile(`${format}.data`, encode([record, { ...record, ...ids }]))
    const first = await run('import', '--format', format, '--source', format, file)
    expect(first.output).toContain(`${file}: 2 accepted, 0 duplicates, 0 conflicts, 0 rejected`)
    const second = await run('import', '--format', format, '--source', format, file)
    expect(second.output).toContain(`${file}: 0 accepted, 2 duplicates`)
    const [source] = await sql`select format from source where slug = ${format}`
    expect(source?.format).toBe(format)
  })

  it('passes over sums, which are no calls', async () => {
    const file = await makeFile('sums.json', '[{"group_by_day": "2026-06-01", "teams": []}]')
    const { output } = await run('import', '--format', 'litellm', '--source', 'sums', file)
    expect(output).toContain(`${file}: 0 accepted, 0 duplicates, 0 conflicts, 0 rejected, 1 that are no calls`)
  })

  it('knows its formats', async () => {
    const { code, output } = await run('import', '--format', 'nonsense', 'x')
    expect(code).toBe(2)
    expect(output).toContain('must be one of canonical, litellm')
  })
})

describe('ascribe reprocess', () => {
  it('says what is still refused and why', async () => {
    const { code, output } = await run('reprocess', '--source', 'files')
    expect(code).toBe(0)
    expect(output).toContain('input_tokens must be a number')
    expect(output).toContain('0 accepted, 2 refused again')
  })

  it('knows its sources', async () => {
    const { code, output } = await run('reprocess', '--source', 'nobody')
    expect(code).toBe(1)
    expect(output).toContain('There is no source "nobody".')
  })
})
