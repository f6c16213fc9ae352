import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { JobScreen } from '@/components/jobs/job-screen'
import { loadJobPage } from '@/lib/jobs/loaders'
import { allJobs } from '@/lib/server/all-jobs'

export async function generateMetadata({ params }: PageProps<'/settings/jobs/[job]'>): Promise<Metadata> {
  return { title: `Job ${(await params).job}` }
}

export default async function JobPage({ params }: PageProps<'/settings/jobs/[job]'>) {
  const page = await loadJobPage(allJobs, (await params).job)
  if (!page) notFound()
  return <JobScreen {...page} />
}
