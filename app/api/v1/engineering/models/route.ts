import { getModelsReport } from '@/lib/engineering/models/handler'
import { mount } from '@/lib/http/mount'

export const GET = mount(getModelsReport)
