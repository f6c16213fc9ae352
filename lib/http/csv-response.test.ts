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
    // A name, whatever it looks like: amounts are figures.
    ['-5', "'-5,x"],
  ])('runs no formula that a source sent: %s', async (text, line) => {
    expect(await write(text)).toBe(line)
  })

  it('may be a number, a figure in words, or missing', async () => {
    expect(await write(-5)).toBe('-5,x')
    expect(await write(new FigureText('+12.5%'))).toBe('+12.5%,x')
    expect(await write(new FigureText('-0.000000000000000001'))).toBe('-0.000000000000000001,x')
    expect(await write(null)).toBe(',x')
    expect(await write('a "b", c')).toBe('"a ""b"", c",x')
  })
})
