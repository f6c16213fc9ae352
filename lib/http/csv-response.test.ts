import { describe, expect, it } from 'vitest'
import { csvResponse, FigureText } from './csv-response'

const write = async (cell: string | number | FigureText | null) =>
  (await csvResponse('file', ['cell', 'end'], [{ cell, end: 'x' }]).text()).split('\r\n')[1]

describe('a cell of a CSV file', () => {
  it.each([
    ['=1+1', "'=1+1,x"],
    ['@cmd', "'@cmd,x"],
    ['+1', "'+1,x"],
    ['-1+cmd', "'-1+cmd,x"],
    ['-', "'-,x"],
    ['--5', "'--5,x"],
    ['-0.02e3', "'-0.02e3,x"],
  ])('runs no formula that a source sent: %s', async (text, line) => {
    expect(await write(text)).toBe(line)
  })

  it.each([
    ['-0.02', '-0.02,x'],
    ['-12345678901234567890.123456789012345678', '-12345678901234567890.123456789012345678,x'],
    ['0.5', '0.5,x'],
  ])('stays the number that it is: %s', async (text, line) => {
    expect(await write(text)).toBe(line)
  })

  it('may be a number, a figure in words, or missing', async () => {
    expect(await write(-5)).toBe('-5,x')
    expect(await write(new FigureText('+12.5%'))).toBe('+12.5%,x')
    expect(await write(null)).toBe(',x')
    expect(await write('a "b", c')).toBe('"a ""b"", c",x')
  })
})
