import { afterEach, describe, expect, it } from 'vitest'
import { keyHelp, readListCommand } from './keys'

/** What a key asks for where some markup has the focus at the element with the id `here`. */
function press(html: string, key: string, modifiers: Partial<Pick<KeyboardEvent, 'ctrlKey' | 'metaKey' | 'altKey'>> = {}) {
  document.body.innerHTML = html
  const target = document.getElementById('here')
  const none = { ctrlKey: false, metaKey: false, altKey: false, defaultPrevented: false, isComposing: false }
  return readListCommand({ ...none, ...modifiers, key, target })
}

const row = '<div role="grid"><div role="row" tabindex="0" id="here"></div></div>'
afterEach(() => {
  document.body.innerHTML = ''
})

describe('a key on the list', () => {
  it('means what the help says', () => {
    const asked = ['j', 'k', 'x', 'a', 'r', 'e', 'Enter', 'u', '/', '?'].map((key) => press(row, key))
    expect(asked).toEqual(['next', 'previous', 'select', 'assign', 'resolve', 'accept', 'open', 'undo', 'search', 'help'])
  })

  it('is in the help, whatever it is called there', () => {
    const told = keyHelp.flatMap(({ keys }): readonly string[] => keys)
    expect(told).toEqual(expect.arrayContaining(['j', 'k', 'x', 'a', 'r', 'e', 'Enter', 'u', '/', '?']))
  })

  it('is left to the browser with a modifier', () => {
    expect([press(row, 'r', { ctrlKey: true }), press(row, 'a', { metaKey: true }), press(row, 'e', { altKey: true })]).toEqual([
      null,
      null,
      null,
    ])
  })

  it.each([
    ['a text field', '<input id="here" type="text">'],
    ['a search field', '<input id="here" type="search">'],
    ['a long text', '<textarea id="here"></textarea>'],
    ['a native list', '<select id="here"></select>'],
    ['a combobox', '<div id="here" role="combobox" tabindex="0"></div>'],
    ['a dialog', '<div role="dialog"><button id="here">Go</button></div>'],
    ['an open list', '<div role="listbox"><div id="here" tabindex="0"></div></div>'],
  ])('means nothing in %s', (_name, html) => {
    expect(['j', 'x', 'r', 'Enter', '?'].map((key) => press(html, key))).toEqual([null, null, null, null, null])
  })

  it('presses the button that has the focus and does not open a row', () => {
    expect(press('<button id="here">Assign</button>', 'Enter')).toBeNull()
    expect(press('<a href="/spend" id="here">Spend</a>', 'Enter')).toBeNull()
    expect(press('<button id="here">Assign</button>', 'j')).toBe('next')
  })

  it('selects with a checkbox that has the focus, which is no text', () => {
    expect(press('<input id="here" type="checkbox">', 'j')).toBe('next')
  })
})
