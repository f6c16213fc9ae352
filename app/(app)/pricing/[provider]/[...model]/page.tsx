import type { Metadata } from 'next'
import { ModelScreen } from '@/components/pricing/model-screen'
import { loadModelPage } from '@/lib/pricing/loaders'
import { readModelPath } from '@/lib/pricing/model-path'

type Props = PageProps<'/pricing/[provider]/[...model]'>

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: readModelPath(await params).model }
}

export default async function ModelPage({ params, searchParams }: Props) {
  const { provider, model } = readModelPath(await params)
  return <ModelScreen key={`${provider}/${model}`} {...(await loadModelPage(provider, model, searchParams))} />
}
