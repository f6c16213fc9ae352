import { getBudgetRequests, postBudgetRequest } from '@/lib/budgets/burn-handlers'
import { mount } from '@/lib/http/mount'

export const GET = mount(getBudgetRequests)
export const POST = mount(postBudgetRequest)
