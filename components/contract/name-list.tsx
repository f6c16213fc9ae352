'use client'

import { TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import classes from './contract.module.css'

interface NameListProps {
  label: string
  description?: ReactNode
  names: readonly string[]
  /** Null where it is only looked at. */
  onChange: ((names: string[]) => void) | null
}

/** Names in their order: to be looked at, or edited as one line with commas. */
export function NameList({ label, description, names, onChange }: NameListProps) {
  // What is typed is kept as it is, or a comma could never be typed.
  const [text, setText] = useState(names.join(', '))
  if (onChange === null) {
    return (
      <div>
        <p className={classes.term}>{label}</p>
        {names.length === 0 ? <p className={classes.quiet}>None</p> : <Names names={names} />}
      </div>
    )
  }
  return (
    <TextInput
      label={label}
      description={description}
      value={text}
      autoComplete="off"
      spellCheck={false}
      onChange={({ currentTarget: { value } }) => {
        setText(value)
        onChange(readNames(value))
      }}
    />
  )
}

/** Names as callers write them. */
export function Names({ names }: { names: readonly string[] }) {
  return (
    <ul className={classes.names}>
      {names.map((name) => (
        <li key={name}>
          <code>{name}</code>
        </li>
      ))}
    </ul>
  )
}

const readNames = (text: string) =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
