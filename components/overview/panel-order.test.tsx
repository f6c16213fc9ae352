import { describe, expect, it } from 'vitest'
import { roles } from '@/lib/auth/permissions'
import { placePanels } from './panel-order'

describe('panels', () => {
  it.each(roles)('of %s leave no hole in the grid, whichever are shown', (role) => {
    for (const shown of [{}, { setup: false }, { gaps: false }, { costCenters: false }, { gaps: false, setup: false }]) {
      let column = 0
      for (const { name, isWide } of placePanels(role, shown)) {
        if (isWide) expect(column, `${name} of ${role}`).toBe(0)
        else column = 1 - column
      }
      expect(column).toBe(0)
    }
  })
})
