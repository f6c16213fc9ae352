import { getBudgetPlan, putBudgetPlan } from '@/lib/budgets/burn-handlers'
import { mount } from '@/lib/http/mount'

export const GET = mount(getBudgetPlan)
export const PUT = mount(putBudgetPlan)
