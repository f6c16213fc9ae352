import { getStatements } from '@/lib/finance/statement/handlers'
import { mount } from '@/lib/http/mount'

export const GET = mount(getStatements)
