import fc from 'fast-check'
import { sampleTime } from './sample-parts'
import { samples } from './samples'

/** Values that senders put where others are expected, and that have broken readers before. */
const junk: readonly unknown[] = [
  ...[
    null,
    true,
    false,
    0,
    -1,
    1,
    -0.5,
    0.1,
    1e15,
    1e16,
    1e308,
    -1e308,
    Number.MAX_SAFE_INTEGER,
    4_294_967_296,
    1_781_515_800_000_000,
  ],
  ...[
    '',
    ' ',
    '0',
    '-1',
    '12',
    '1e400',
    'None',
    'NaN',
    '{}',
    '[]',
    '{"a":',
    '__proto__',
    'constructor',
    '\u0000',
    '\ud800',
    'x'.repeat(300),
  ],
  ...[
    '2026-06-15T09:30:00Z',
    '2026-02-30T00:00:00Z',
    '2026-06-15 09:30:00.123456',
    '1781515800',
    'sk-proj-abcdefghijklmnopqrstuvwx',
  ],
  ...[[], {}, [[]], [{}], [null], { a: { b: { c: {} } } }, ['a', 1, null]],
]

const anySample = fc.constantFrom(
  ...Object.entries(samples).flatMap(([format, makers]) =>
    makers.map((make) => ({ format, text: JSON.stringify(make('a question')) })),
  ),
)

/** A path into a record, as numbers that are taken modulo the number of fields. */
const anyChange = fc.record({
  path: fc.array(fc.nat(40), { minLength: 1, maxLength: 6 }),
  kind: fc.constantFrom('replace', 'remove', 'rename', 'repeat'),
  value: fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...junk) }, { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) }),
})

type Change = typeof anyChange extends fc.Arbitrary<infer Value> ? Value : never

function change(record: unknown, { path, kind, value }: Change): void {
  let at = record
  for (const [depth, step] of path.entries()) {
    if (typeof at !== 'object' || at === null) return
    const names = Object.keys(at)
    const name = names[step % Math.max(1, names.length)]
    if (name === undefined) return
    const next: unknown = Reflect.get(at, name)
    if (depth < path.length - 1 && typeof next === 'object' && next !== null) {
      at = next
      continue
    }
    if (kind === 'remove') Reflect.deleteProperty(at, name)
    else if (kind === 'rename') Reflect.set(at, `${name}_x`, next)
    else if (kind === 'repeat') Reflect.set(at, name, [next, structuredClone(next)])
    else Reflect.set(at, name, structuredClone(value))
    return
  }
}

/** What becomes of the text of a body on its way. */
const anyDamage = fc.oneof(
  { weight: 12, arbitrary: fc.constant((text: string) => text) },
  { weight: 2, arbitrary: fc.nat(4_000).map((length) => (text: string) => text.slice(0, Math.max(1, text.length - length))) },
  { weight: 1, arbitrary: fc.constant((text: string) => `[${text},${text}]`) },
  { weight: 1, arbitrary: fc.constant((text: string) => `{"records":[${text}]}`) },
  { weight: 1, arbitrary: fc.constant((text: string) => `${text}\n\n${text}\n{"cut":`) },
  { weight: 1, arbitrary: fc.constant((text: string) => text.replace(/:\d+/, ':NaN').replace(/:\d+/, ':-Infinity')) },
  { weight: 1, arbitrary: fc.constant((text: string) => text.replaceAll('"', "'")) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.nat(), fc.string({ maxLength: 3 })).map(([place, insert]) => (text: string) => {
      const at = place % (text.length + 1)
      return text.slice(0, at) + insert + text.slice(at)
    }),
  },
)

/** A body as somebody might send it: a sample that was changed, broken, or read by the adapter of another format. */
export const anyPayload: fc.Arbitrary<{ format: string; text: string }> = fc
  .record({
    sample: anySample,
    otherFormat: fc.option(fc.constantFrom(...Object.keys(samples)), { freq: 8 }),
    changes: fc.array(anyChange, { maxLength: 5 }),
    damage: anyDamage,
  })
  .map(({ sample, otherFormat, changes, damage }) => {
    const record: unknown = JSON.parse(sample.text)
    for (const one of changes) change(record, one)
    return { format: otherFormat ?? sample.format, text: damage(JSON.stringify(record)) }
  })

/** The clock that goes with the samples. */
export const payloadNowMs = Date.parse(sampleTime) + 3_600_000
