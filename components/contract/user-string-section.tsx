'use client'

import { Switch, TextInput } from '@mantine/core'
import { Section } from '@/components/ui/section'
import { ownerFields } from '@/lib/attribution/contract/contract-fields'
import type { ContractDocument } from '@/lib/attribution/contract/schema'
import classes from './contract.module.css'
import { fieldWords } from './contract-words'
import type { EditContract } from './edit-contract'
import { NameList } from './name-list'

/** How texts such as `team:growth|feature:onboarding` in the place of an end user's id are read. */
export function UserStringSection({ document: { userString }, edit }: { document: ContractDocument; edit: EditContract | null }) {
  const change = (part: Partial<ContractDocument['userString']>) => edit?.({ userString: { ...userString, ...part } })
  return (
    <Section
      title="User strings"
      note={
        <>
          Where a call can carry nothing but <code>user</code>, <code>safety_identifier</code> or <code>metadata.user_id</code>:
          texts such as <code>team:growth|feature:onboarding|env:prod</code>. They fill what no other field states.
        </>
      }
    >
      <div className={classes.stack}>
        {edit ? (
          <>
            <Switch
              label="Read user strings"
              checked={userString.isParsed}
              onChange={({ currentTarget }) => change({ isParsed: currentTarget.checked })}
            />
            <div className={classes.lists}>
              <TextInput
                label="Between pairs"
                description="Each of these signs"
                classNames={{ input: classes.code }}
                value={userString.pairSeparators}
                onChange={({ currentTarget }) => change({ pairSeparators: currentTarget.value })}
              />
              <TextInput
                label="Between key and value"
                description="Each of these signs"
                classNames={{ input: classes.code }}
                value={userString.keySeparators}
                onChange={({ currentTarget }) => change({ keySeparators: currentTarget.value })}
              />
            </div>
          </>
        ) : (
          <p className={classes.quiet}>
            {userString.isParsed ? (
              <>
                Read. Pairs end at any of <code>{userString.pairSeparators}</code>, keys at any of{' '}
                <code>{userString.keySeparators}</code>.
              </>
            ) : (
              'Not read: every such text is the id of an end user.'
            )}
          </p>
        )}
        <div className={classes.lists}>
          {ownerFields.map((field) => (
            <NameList
              key={field}
              label={`Keys of ${fieldWords[field].toLowerCase()}`}
              names={userString.keyAliases[field]}
              onChange={edit && ((names) => change({ keyAliases: { ...userString.keyAliases, [field]: names } }))}
            />
          ))}
        </div>
      </div>
    </Section>
  )
}
