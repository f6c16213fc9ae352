import { BinaryReader, WireType } from '@bufbuild/protobuf/wire'
import { defineAttribute, toNumber } from './attribute-values'

type FieldReader = (reader: BinaryReader) => void
/** How the fields of a message are read, by number and wire type. */
type Fields = Readonly<Record<number, readonly [WireType, FieldReader]>>

export const { Varint, Bit64, LengthDelimited } = WireType

/** Reads one message, to its end. Fields of another number or wire type are passed over. */
export function readMessage(bytes: Uint8Array, fields: Fields): void {
  const reader = new BinaryReader(bytes)
  while (reader.pos < reader.len) {
    const [number, wireType] = reader.tag()
    const field = fields[number]
    if (field !== undefined && field[0] === wireType) field[1](reader)
    else reader.skip(wireType, number)
  }
}

/** Reads an attribute into a list of them. */
export function readKeyValue(bytes: Uint8Array, attributes: Record<string, unknown>): void {
  let key = ''
  let value: unknown
  readMessage(bytes, {
    1: [
      LengthDelimited,
      (reader) => {
        key = reader.string()
      },
    ],
    2: [
      LengthDelimited,
      (reader) => {
        value = readAnyValue(reader.bytes(), 0)
      },
    ],
  })
  if (value !== undefined) defineAttribute(attributes, key, value)
}

/** Nested deeper is nothing that is read. */
const maxDepth = 32

function readAnyValue(bytes: Uint8Array, depth: number): unknown {
  let value: unknown
  if (depth > maxDepth) return undefined
  readMessage(bytes, {
    1: [
      LengthDelimited,
      (reader) => {
        value = reader.string()
      },
    ],
    2: [
      Varint,
      (reader) => {
        value = reader.bool()
      },
    ],
    3: [
      Varint,
      (reader) => {
        value = toNumber(BigInt(reader.int64()))
      },
    ],
    4: [
      Bit64,
      (reader) => {
        value = reader.double()
      },
    ],
    5: [
      LengthDelimited,
      (reader) => {
        value = readArray(reader.bytes(), depth + 1)
      },
    ],
    6: [
      LengthDelimited,
      (reader) => {
        value = readList(reader.bytes())
      },
    ],
  })
  return value
}

function readArray(bytes: Uint8Array, depth: number): unknown[] {
  const values: unknown[] = []
  readMessage(bytes, {
    1: [
      LengthDelimited,
      (reader) => {
        values.push(readAnyValue(reader.bytes(), depth))
      },
    ],
  })
  return values
}

function readList(bytes: Uint8Array): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  readMessage(bytes, { 1: [LengthDelimited, (reader) => readKeyValue(reader.bytes(), values)] })
  return values
}
