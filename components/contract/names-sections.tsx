'use client'

import { Checkbox, NumberInput } from '@mantine/core'
import { Section } from '@/components/ui/section'
import { ownerFields, slugFields } from '@/lib/attribution/contract/contract-fields'
import type { ContractDocument } from '@/lib/attribution/contract/schema'
import classes from './contract.module.css'
import { fieldWords } from './contract-words'
import type { EditContract } from './edit-contract'
import { NameList, Names } from './name-list'

interface PartProps {
  document: ContractDocument
  edit: EditContract | null
}

/** Which fields hold slugs, and how long these may be. */
export function SlugsSection({ document: { slugs }, edit }: PartProps) {
  const toggle = (field: (typeof slugFields)[number], isOn: boolean) =>
    edit?.({ slugs: { ...slugs, fields: slugFields.filter((one) => (one === field ? isOn : slugs.fields.includes(one))) } })
  return (
    <Section
      title="Form of names"
      note="Lower-case letters, digits and single hyphens, such as support-ops. Another form is a finding, and is counted all the same."
    >
      {edit ? (
        <div className={classes.stack}>
          <fieldset className={classes.checks}>
            <legend>Fields that hold such names</legend>
            {slugFields.map((field) => (
              <Checkbox
                key={field}
                size="sm"
                label={fieldWords[field]}
                checked={slugs.fields.includes(field)}
                onChange={({ currentTarget }) => toggle(field, currentTarget.checked)}
              />
            ))}
          </fieldset>
          <NumberInput
            label="Longest name, in characters"
            w={220}
            min={8}
            max={63}
            allowDecimal={false}
            value={slugs.maxLength}
            onChange={(value) => edit({ slugs: { ...slugs, maxLength: Number(value) } })}
          />
        </div>
      ) : (
        <div className={classes.stack}>
          <Names names={slugs.fields} />
          <p className={classes.quiet}>At most {slugs.maxLength} characters.</p>
        </div>
      )}
    </Section>
  )
}

/** Environments that count as development. */
export function SandboxSection({ document: { sandbox }, edit }: PartProps) {
  return (
    <Section
      title="Sandbox"
      note="Environments that count as development. Their spend falls to the sandbox where nothing better is known of it."
    >
      <NameList
        label="Environments"
        description="With commas between them"
        names={sandbox.environments}
        onChange={edit && ((environments) => edit({ sandbox: { environments } }))}
      />
    </Section>
  )
}

/** What callers call the fields in attributes of spans, tags and metadata. */
export function AttributesSection({ document: { attributes }, edit }: PartProps) {
  const { aliases, prefixes } = attributes
  return (
    <Section
      title="Names of attributes"
      note="Where owners stand in spans, tags, headers and metadata. Case and separators do not count: cost_center, CostCenter and cost.center are one. Of several the first of the list wins."
    >
      <div className={classes.lists}>
        {ownerFields.map((field) => (
          <NameList
            key={field}
            label={fieldWords[field]}
            names={aliases[field]}
            onChange={edit && ((names) => edit({ attributes: { ...attributes, aliases: { ...aliases, [field]: names } } }))}
          />
        ))}
        <NameList
          label="May stand before a name"
          names={prefixes}
          onChange={edit && ((names) => edit({ attributes: { ...attributes, prefixes: names } }))}
        />
      </div>
    </Section>
  )
}
