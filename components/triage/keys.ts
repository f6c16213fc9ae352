/** What a key does on the list; the overlay of help lists them as they stand here. */
export const keyHelp = [
  { keys: ['j', '↓'], text: 'Next finding' },
  { keys: ['k', '↑'], text: 'Finding before' },
  { keys: ['Home'], text: 'First finding of the page' },
  { keys: ['End'], text: 'Last finding of the page' },
  { keys: ['Enter', 'o'], text: 'Open the finding' },
  { keys: ['x', 'Space'], text: 'Select, or take out of the selection' },
  { keys: ['Shift x'], text: 'Select from the last selected to here' },
  { keys: ['Shift a'], text: 'Select all that are shown' },
  { keys: ['Esc'], text: 'Select nothing' },
  { keys: ['a'], text: 'Ask somebody to look after it', needs: 'edit' },
  { keys: ['s'], text: 'Say how far the work is', needs: 'edit' },
  { keys: ['r'], text: 'Resolve: what mends it, with what it moves', needs: 'resolve' },
  { keys: ['e'], text: 'Accept as it is, with a reason, until a day', needs: 'resolve' },
  { keys: ['u'], text: 'Undo what was done last', needs: 'edit' },
  { keys: ['/'], text: 'Search' },
  { keys: ['n', 'p'], text: 'Next page, page before' },
  { keys: ['?'], text: 'This help' },
] as const satisfies readonly { keys: readonly string[]; text: string; needs?: 'edit' | 'resolve' }[]

/** What pressing a key asks for. */
export type ListCommand =
  | 'next'
  | 'previous'
  | 'first'
  | 'last'
  | 'open'
  | 'select'
  | 'select_range'
  | 'select_all'
  | 'clear'
  | 'assign'
  | 'state'
  | 'resolve'
  | 'accept'
  | 'undo'
  | 'search'
  | 'next_page'
  | 'previous_page'
  | 'help'

const commands: Readonly<Record<string, ListCommand>> = {
  j: 'next',
  ArrowDown: 'next',
  k: 'previous',
  ArrowUp: 'previous',
  Home: 'first',
  End: 'last',
  o: 'open',
  Enter: 'open',
  x: 'select',
  ' ': 'select',
  X: 'select_range',
  A: 'select_all',
  Escape: 'clear',
  a: 'assign',
  s: 'state',
  r: 'resolve',
  e: 'accept',
  u: 'undo',
  '/': 'search',
  n: 'next_page',
  p: 'previous_page',
  '?': 'help',
}

/** Keys that a focused control has its own use for. */
const controlKeys = new Set(['Enter', ' ', 'ArrowDown', 'ArrowUp', 'Home', 'End'])

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'target' | 'defaultPrevented' | 'isComposing'>

/**
 * What a key that was pressed asks of the list; null where it is none of its keys, or belongs to something else: to what one
 * types into, to a dialog or a list that is open, to a button or link that has the focus.
 */
export function readListCommand(event: Pressed): ListCommand | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || event.isComposing) return null
  const target = event.target instanceof HTMLElement ? event.target : null
  if (target && isTyping(target)) return null
  if (target?.closest('[role=dialog], [role=listbox], [role=menu], [role=radiogroup]')) return null
  const isOnControl = target !== null && target.closest('button, a[href], summary, [tabindex]:not([role=row]):not(main)') !== null
  const isOnRow = target?.getAttribute('role') === 'row'
  if (controlKeys.has(event.key) && isOnControl && !isOnRow) return null
  return Object.hasOwn(commands, event.key) ? (commands[event.key] ?? null) : null
}

/** Whether keys write text where the focus is, so that none of them may mean anything else. */
export function isTyping(target: HTMLElement): boolean {
  return (
    target.isContentEditable ||
    target.matches('textarea, select, [role=combobox], [role=textbox], input:not([type=checkbox]):not([type=radio])')
  )
}
