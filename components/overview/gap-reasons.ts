const labels: Readonly<Record<string, string>> = {
  missing_team: 'Nothing names a team',
  unknown_team: 'The team named is not registered',
  archived_team: 'The team named is archived',
}

/** Why nobody owns some usage, as people read it; a reason without words of its own stands as it is. */
export const describeReason = (reason: string): string => labels[reason] ?? reason
