'use client'

import '@mantine/core/styles.layer.css'
import '@mantine/dates/styles.layer.css'
import '@mantine/notifications/styles.layer.css'
import '@mantine/spotlight/styles.layer.css'
import { type CSSVariablesResolver, createTheme, MantineProvider } from '@mantine/core'
import { ModalsProvider } from '@mantine/modals'
import { Notifications } from '@mantine/notifications'
import type { ReactNode } from 'react'
import { palette, paletteVariables, type SchemeColors } from './palette'

/** The house theme: Geist, one accent, hairlines, 36 px controls. */
export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 6 },
  autoContrast: true,
  defaultRadius: 'md',
  cursorType: 'pointer',
  fontFamily: 'var(--font-geist-sans), system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif',
  fontFamilyMonospace: 'var(--font-geist-mono), ui-monospace, SFMono-Regular, Menlo, "Liberation Mono", monospace',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  radius: { xs: '3px', sm: '5px', md: '7px', lg: '9px', xl: '16px' },
  headings: {
    fontFamily: 'var(--font-geist-sans), system-ui, sans-serif',
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.375rem', lineHeight: '1.3' },
      h2: { fontSize: '1rem', lineHeight: '1.4' },
      h3: { fontSize: '0.875rem', lineHeight: '1.4' },
    },
  },
  colors: {
    accent: ['#f0f0fa', '#e2e2f4', '#c4c5ea', '#a6a8e0', '#8c8fd8', '#7478cf', '#5b5fc7', '#4c50b5', '#40439a', '#333680'],
    dark: ['#c9c9cf', '#b5b8be', '#a0a4ab', '#868a92', '#3a3d44', '#2b2d33', '#1f2126', '#0b0c0e', '#141518', '#060708'],
  },
  components: {
    Modal: { defaultProps: { centered: true, closeButtonProps: { 'aria-label': 'Close' } } },
    Drawer: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
    Tooltip: { defaultProps: { withArrow: true, openDelay: 300, events: { hover: true, focus: true, touch: true } } },
    Popover: { defaultProps: { shadow: 'md' } },
    Menu: { defaultProps: { shadow: 'md' } },
    Combobox: { defaultProps: { shadow: 'md' } },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': 'Dismiss' } } },
  },
})

/** Mantine's own dimmed, placeholder, anchor and error shades miss 4.5 : 1; the palette's do not. */
function schemeVariables(colors: SchemeColors): Record<string, string> {
  return {
    ...paletteVariables(colors),
    '--mantine-color-body': colors.body,
    '--mantine-color-text': colors.text,
    '--mantine-color-default-border': colors.hairline,
    '--mantine-color-dimmed': colors.dimmed,
    '--mantine-color-placeholder': colors.dimmed,
    '--mantine-color-anchor': colors.accentText,
    '--mantine-color-error': colors.attention,
    '--mantine-color-success': colors.text,
    '--mantine-color-accent-light': colors.selected,
    '--mantine-color-accent-light-hover': colors.selected,
    '--mantine-color-accent-light-color': colors.selectedText,
    '--mantine-color-accent-text': colors.accentText,
    '--mantine-color-accent-outline': colors.accentText,
  }
}

/** Contrast lives here and only here: every shade that axe measures comes from the palette. */
export const resolveVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: schemeVariables(palette.light),
  dark: schemeVariables(palette.dark),
})

/**
 * Theme, modals and notifications. The colour scheme follows the system until somebody chooses; the root layout puts
 * Mantine's `ColorSchemeScript defaultColorScheme="auto"` into `<head>`, so that the first paint already has it.
 * @param props.env `test` turns off transitions and portals' delays.
 */
export function Theme({ children, env = 'default' }: { children: ReactNode; env?: 'default' | 'test' }) {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={resolveVariables} defaultColorScheme="auto" env={env}>
      <ModalsProvider>
        <Notifications position="bottom-right" limit={4} />
        {children}
      </ModalsProvider>
    </MantineProvider>
  )
}
