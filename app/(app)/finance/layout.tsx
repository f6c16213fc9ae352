import type { ReactNode } from 'react'
import { FinanceNavigation } from '@/components/finance/finance-navigation'

export default function FinanceLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <FinanceNavigation />
      {children}
    </>
  )
}
