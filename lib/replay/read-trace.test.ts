import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { readTrace } from './read-trace'

const folder = mkdtempSync(path.join(tmpdir(), 'ascribe-trace-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let made = 0
function write(content: string | Buffer): string {
  made += 1
  const file = path.join(folder, `trace-${made}.csv`)
  writeFileSync(file, content)
  return file
}

const trace = 'offset_ms,input_tokens,output_tokens\n0,374,44\n4315,396,109\n'

describe('reading a request trace', () => {
  it('is the same whether it is compressed or not', async () => {
    const plain = await readTrace(write(trace))
    expect(plain).toEqual(await readTrace(write(gzipSync(trace))))
    expect(plain.rows).toEqual([
      { line: 2, offset: '0', input: '374', output: '44', cached: undefined, fault: null },
      { line: 3, offset: '4315', input: '396', output: '109', cached: undefined, fault: null },
    ])
  })

  it('takes the columns in any order, and cached input where it is there', async () => {
    const { rows } = await readTrace(write('output_tokens, cached_input_tokens ,offset_ms,input_tokens\n4,3,0,7\n'))
    expect(rows).toEqual([{ line: 2, offset: '0', input: '7', output: '4', cached: '3', fault: null }])
  })

  it('keeps bad rows, with their lines', async () => {
    const { rows } = await readTrace(write('offset_ms,input_tokens,output_tokens\n0,many,1\n\n5,2\n6,1,2,3\n'))
    expect(rows.map(({ line, input, fault }) => ({ line, input, fault }))).toEqual([
      { line: 2, input: 'many', fault: null },
      { line: 4, input: '2', fault: 'has 2 columns, the header 3' },
      { line: 5, input: '1', fault: 'has 4 columns, the header 3' },
    ])
  })

  it.each<[string, () => string, string]>([
    ['a file that is not there', () => path.join(folder, 'none.csv'), 'there is no such file'],
    ['half a gzip file', () => write(gzipSync(trace).subarray(0, 40)), 'is not whole gzip'],
    ['a missing column', () => write('offset_ms,input_tokens\n0,1\n'), 'the first line must name the columns output_tokens'],
    ['no header', () => write('0,374,44\n'), 'must name the columns offset_ms, input_tokens, output_tokens'],
    ['nothing', () => write(''), 'must name the columns'],
    ['an open quote', () => write('offset_ms,input_tokens,output_tokens\n"0,1,2\n'), 'is not CSV'],
  ])('names %s', async (_what, makeFile, message) => {
    await expect(readTrace(makeFile())).rejects.toThrow(message)
  })
})
