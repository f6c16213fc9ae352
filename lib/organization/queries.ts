import { cache } from 'react'
import { getDatabase } from '@/lib/db/client'
import { organization } from '@/lib/db/schema/organization'

/** The organisation of this installation, read once a request. */
export const getOrganization = cache(async () => {
  const [found] = await getDatabase().select({ reportingZone: organization.reportingZone }).from(organization)
  if (!found) throw new Error('the installation was not prepared: start through npm run dev, npm start or npm run demo')
  return found
})
