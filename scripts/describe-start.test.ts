import { describe, expect, it } from 'vitest'
import { describeStart, formatTable } from './describe-start'

describe('what a launcher tells', () => {
  it('is the address, where the data are, and that nobody has an account', () => {
    const text = describeStart({ url: 'http://localhost:3000', dataDir: '/data/postgres', isUnclaimed: true })
    expect(text).toContain('http://localhost:3000')
    expect(text).toContain('/data/postgres')
    expect(text).toContain('make the first administrator')
  })

  it('names no folder where the operator gave a server', () => {
    expect(describeStart({ url: 'http://localhost:3000', dataDir: null, isUnclaimed: false })).toBe(
      '\n  Ascribe is ready on http://localhost:3000\n\n',
    )
  })

  it('lines columns up', () => {
    expect(formatTable(['role', 'e-mail'], [['administrator', 'a@b.example']])).toBe(
      '  role           e-mail\n  -------------  -----------\n  administrator  a@b.example\n',
    )
  })
})
