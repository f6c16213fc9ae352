import { render } from '@testing-library/react'
import type { ReactElement } from 'react'
import { Theme } from './theme'

/** Renders inside the house theme, without transitions: for tests only. */
export function renderInTheme(element: ReactElement) {
  return render(element, { wrapper: ({ children }) => <Theme env="test">{children}</Theme> })
}
