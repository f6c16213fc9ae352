/** The colours of one colour scheme. Contrast with `panel` is tested: text 4.5 : 1, series and rules of charts 3 : 1. */
export interface SchemeColors {
  body: string
  panel: string
  raised: string
  hairline: string
  control: string
  text: string
  dimmed: string
  accentText: string
  selected: string
  selectedText: string
  track: string
  attention: string
  costUp: string
  costDown: string
  /** Twelve hues for what charts show, none of them the red and green of cost up and down. */
  series: readonly string[]
  seriesOther: string
}

/**
 * Monochrome with one accent. Red and green are kept for cost up and cost down, so errors and warnings are amber
 * (`attention`) and always carry an icon or a word.
 */
export const palette: { light: SchemeColors; dark: SchemeColors } = {
  light: {
    body: '#ffffff',
    panel: '#ffffff',
    raised: '#f6f7f8',
    hairline: '#dee2e6',
    control: '#ced4da',
    text: '#000000',
    dimmed: '#62666d',
    accentText: '#4c50b5',
    selected: '#e5e5f3',
    selectedText: '#2f3269',
    track: '#e9ecef',
    attention: '#8a4b08',
    costUp: '#b42318',
    costDown: '#067647',
    series: [
      ...['#5b5fc7', '#0b8f6a', '#d2700c', '#b8408c', '#1580b5', '#86780f'],
      ...['#8e44ad', '#0e8090', '#94582f', '#51709a', '#7d3f6b', '#5f7f1f'],
    ],
    seriesOther: '#7d8791',
  },
  dark: {
    body: '#0b0c0e',
    panel: '#1f2126',
    raised: '#141518',
    hairline: '#3a3d44',
    control: '#4a4d55',
    text: '#c9c9cf',
    dimmed: '#a0a4ab',
    accentText: '#a6a8e0',
    selected: '#181935',
    selectedText: '#f4f4fb',
    track: '#3a3d44',
    attention: '#f0a35a',
    costUp: '#f97066',
    costDown: '#47cd89',
    series: [
      ...['#7f83e0', '#2bb58a', '#f08c2e', '#e070b4', '#3fa5d6', '#bfae3a'],
      ...['#b57edc', '#35b5c4', '#c98f5f', '#8aa9d1', '#c68ab5', '#9cbb4f'],
    ],
    seriesOther: '#98a2ad',
  },
}

/** The palette as CSS variables of one scheme: `--panel`, `--hairline`, `--cost-up`, `--series-1` … `--series-12`. */
export function paletteVariables(colors: SchemeColors): Record<string, string> {
  return {
    '--panel': colors.panel,
    '--raised': colors.raised,
    '--hairline': colors.hairline,
    '--accent-text': colors.accentText,
    '--selected': colors.selected,
    '--selected-text': colors.selectedText,
    '--track': colors.track,
    '--attention': colors.attention,
    '--cost-up': colors.costUp,
    '--cost-down': colors.costDown,
    ...Object.fromEntries(colors.series.map((color, index) => [`--series-${index + 1}`, color])),
    '--series-other': colors.seriesOther,
  }
}
