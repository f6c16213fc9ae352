import type { Metadata } from 'next'
import { JobsScreen } from '@/components/jobs/jobs-screen'
import { loadJobsPage } from '@/lib/jobs/loaders'
import { allJobs } from '@/lib/server/all-jobs'

export const metadata: Metadata = { title: 'Jobs' }

export default async function JobsPage() {
  return <JobsScreen {...(await loadJobsPage(allJobs))} />
}
