import { getBudgetEvents, postBudgetEvent } from '@/lib/budgets/burn-handlers'
import { mount } from '@/lib/http/mount'

export const GET = mount(getBudgetEvents)
export const POST = mount(postBudgetEvent)
