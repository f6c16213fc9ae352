import type { ReactNode } from 'react'
import { PricingNavigation } from '@/components/pricing/pricing-navigation'

export default function PricingLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <PricingNavigation />
      {children}
    </>
  )
}
