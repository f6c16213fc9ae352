import { describe, expect, it } from 'vitest'
import { testLine } from '@/lib/finance/testing/test-statement'
import { branchStep, canOpenTo, findFirstDepth, listAncestors, listRows, openTo, plantTree } from './line-tree'

const noCounts = new Map<string | null, number>()
const lines = ['retail', 'retail/4100', 'retail/4100/team:a', 'retail/4100/team:a/project:x', 'retail/4100/team:b', 'bank'].map(
  (id) => testLine(id),
)
const tree = plantTree(lines)
const texts = (open: Iterable<string>) =>
  listRows(tree, { open: new Set(open), shownCounts: noCounts }).map((row) =>
    row.kind === 'line' ? `${row.place.level} ${row.line.id} ${row.place.position}/${row.place.count}` : 'more',
  )

describe('the rows of a statement', () => {
  it('are the topmost lines where nothing is open', () => {
    expect(texts([])).toEqual(['1 retail 1/2', '1 bank 2/2'])
  })

  it('hold what is open, in the order of the statement, and nothing below a closed line', () => {
    expect(texts(['retail', 'retail/4100'])).toEqual([
      '1 retail 1/2',
      '2 retail/4100 1/1',
      '3 retail/4100/team:a 1/2',
      '3 retail/4100/team:b 2/2',
      '1 bank 2/2',
    ])
    expect(texts(['retail/4100', 'retail/4100/team:a'])).toEqual(['1 retail 1/2', '1 bank 2/2'])
  })

  it('hold a line whose parent is not the reader’s to see', () => {
    const own = plantTree([testLine('retail/4100/team:a'), testLine('retail/4100/team:a/project:x')])
    const rows = listRows(own, { open: openTo(own, 'all'), shownCounts: noCounts })
    expect(rows.map((row) => row.kind === 'line' && [row.place.level, row.line.code])).toEqual([
      [1, 'a'],
      [2, 'x'],
    ])
  })

  it('stay few, whatever the length of a branch, and say how many are hidden', () => {
    const many = plantTree([testLine('a'), ...Array.from({ length: 10_000 }, (_, index) => testLine(`a/${index}`))])
    const rows = (shown?: number) =>
      listRows(many, { open: new Set(['a']), shownCounts: shown === undefined ? noCounts : new Map([['a', shown]]) })
    expect(rows()).toHaveLength(1 + branchStep + 1)
    expect(rows().at(-1)).toEqual({ kind: 'more', parent: 'a', level: 2, hiddenCount: 9_900 })
    expect(rows(300)).toHaveLength(302)
    expect(rows(10_000)).toHaveLength(10_001)
  })

  it('open as deep as stays readable', () => {
    expect(findFirstDepth(tree)).toBe('owner')
    const wide = plantTree(
      Array.from({ length: 20 }, (_, unit) => [
        testLine(`u${unit}`),
        testLine(`u${unit}/c`),
        testLine(`u${unit}/c/team:t`),
        testLine(`u${unit}/c/team:v`),
      ]).flat(),
    )
    expect(findFirstDepth(wide)).toBe('cost_center')
  })

  it('open all at once only where that stays quick', () => {
    const deep = plantTree(
      Array.from({ length: 100 }, (_, unit) => [
        testLine(`u${unit}`),
        ...Array.from({ length: 20 }, (_, center) => testLine(`u${unit}/${center}`)),
      ]).flat(),
    )
    expect(canOpenTo(deep, 'business_unit')).toBe(true)
    expect(canOpenTo(deep, 'all')).toBe(false)
    expect(canOpenTo(tree, 'all')).toBe(true)
  })

  it('lead up from a line', () => {
    expect(listAncestors(tree, 'retail/4100/team:a/project:x')).toEqual(['retail/4100/team:a', 'retail/4100', 'retail'])
    expect(listAncestors(tree, 'nowhere')).toEqual([])
  })
})
