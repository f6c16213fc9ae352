'use client'

import { Kbd, Modal, Text } from '@mantine/core'
import type { Means } from '@/lib/triage/loaders'
import { keyHelp } from './keys'
import classes from './triage.module.css'

interface HelpOverlayProps {
  opened: boolean
  onClose: () => void
  means: Pick<Means, 'canEdit' | 'canResolve'>
}

/** Every key of the list, as far as the reader may use it. */
export function HelpOverlay({ opened, onClose, means }: HelpOverlayProps) {
  const allowed = keyHelp.filter((one) => !('needs' in one) || (one.needs === 'edit' ? means.canEdit : means.canResolve))
  return (
    <Modal opened={opened} onClose={onClose} title="Keys of triage" size="md">
      <table className={classes.keys} aria-label="Keys of triage">
        <tbody>
          {allowed.map(({ keys, text }) => (
            <tr key={text}>
              <th scope="row">
                {keys.map((key, index) => (
                  <span key={key}>
                    {index > 0 && ' or '}
                    <Kbd>{key}</Kbd>
                  </span>
                ))}
              </th>
              <td>{text}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Text size="sm" c="dimmed" mt="md">
        With some findings selected, a, s, r and e are about all of them; else about the one that has the focus. In an open
        finding they are about that one, and j and k go on to the next. Keys do nothing while you type.
      </Text>
    </Modal>
  )
}
