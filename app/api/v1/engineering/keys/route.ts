import { getKeysReport } from '@/lib/engineering/keys/handler'
import { mount } from '@/lib/http/mount'

export const GET = mount(getKeysReport)
