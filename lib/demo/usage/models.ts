import { demoAccounts, demoModel } from '../prices'

/** What the demo knows of a model beside its price, which is the price book's. */
export interface DemoModel {
  readonly provider: 'openai' | 'anthropic' | 'google' | 'aws' | 'vllm' | 'self-hosted'
  /** As the source writes it. */
  readonly name: string
  readonly billingAccount: string
  readonly region: string | null
  /** Until the first token, in the median. */
  readonly firstTokenMs: number
  readonly msPerOutputToken: number
  /** Whether a cache that is filled is billed on its own, by lifetime. */
  readonly billsCacheWrites: boolean
  /** How ids of its answers begin; null where the provider gives none that is worth keeping. */
  readonly responsePrefix: string | null
}

const openai = {
  provider: 'openai',
  billingAccount: 'org-demo-main',
  region: null,
  billsCacheWrites: false,
  responsePrefix: 'chatcmpl-',
} as const
const anthropic = {
  provider: 'anthropic',
  billingAccount: demoAccounts.anthropic,
  region: null,
  billsCacheWrites: true,
  responsePrefix: 'msg_01',
} as const
const google = {
  provider: 'google',
  billingAccount: 'gcp-demo-ai',
  region: null,
  billsCacheWrites: false,
  responsePrefix: null,
} as const
const selfHosted = { billingAccount: 'own-servers', region: null, billsCacheWrites: false, responsePrefix: null } as const
const aws = { provider: 'aws', billingAccount: '481516234200', region: 'eu-central-1', responsePrefix: null } as const

/** The models in use, by what we call them here. */
export const demoModels = {
  'gpt-5.5': { ...openai, name: 'gpt-5.5', firstTokenMs: 900, msPerOutputToken: 16 },
  'gpt-5.4': { ...openai, name: 'gpt-5.4', firstTokenMs: 650, msPerOutputToken: 12 },
  'gpt-5.4-mini': { ...openai, name: 'gpt-5.4-mini', firstTokenMs: 340, msPerOutputToken: 6 },
  'gpt-4.1': { ...openai, name: 'gpt-4.1', firstTokenMs: 420, msPerOutputToken: 9 },
  'gpt-4o-mini': { ...openai, name: 'gpt-4o-mini', firstTokenMs: 310, msPerOutputToken: 7 },
  'embedding-large': { ...openai, name: 'text-embedding-3-large', firstTokenMs: 90, msPerOutputToken: 0 },
  'embedding-small': { ...openai, name: 'text-embedding-3-small', firstTokenMs: 70, msPerOutputToken: 0 },
  opus: { ...anthropic, name: 'claude-opus-4-8', firstTokenMs: 1100, msPerOutputToken: 21 },
  sonnet: { ...anthropic, name: 'claude-sonnet-4-6', firstTokenMs: 720, msPerOutputToken: 14 },
  haiku: { ...anthropic, name: 'claude-haiku-4-5-20251001', firstTokenMs: 380, msPerOutputToken: 7 },
  'gemini-pro': { ...google, name: 'gemini-2.5-pro', firstTokenMs: 800, msPerOutputToken: 11 },
  'gemini-flash': { ...google, name: 'gemini-2.5-flash', firstTokenMs: 290, msPerOutputToken: 5 },
  'bedrock-sonnet': {
    ...aws,
    name: 'eu.anthropic.claude-sonnet-4-6-v1:0',
    firstTokenMs: 780,
    msPerOutputToken: 15,
    billsCacheWrites: true,
  },
  'nova-pro': { ...aws, name: 'amazon.nova-pro-v1:0', firstTokenMs: 520, msPerOutputToken: 9, billsCacheWrites: false },
  /** The name under which support's chats are sent; the demo's own prices say which model it is. */
  'support-chat': { ...openai, name: 'support-chat-prod', firstTokenMs: 340, msPerOutputToken: 6 },
  /** A model of one's own, priced by the demo's own prices. */
  llama: { ...selfHosted, provider: demoModel.provider, name: 'llama-4-70b', firstTokenMs: 260, msPerOutputToken: 10 },
  /** A fine-tune whose name is in no price list. */
  'fine-tune': { ...openai, name: 'ft:gpt-4.1-mini:demo::c4x', firstTokenMs: 430, msPerOutputToken: 8 },
  /** A model on machines of one's own, which no list prices. */
  'guard-8b': { ...selfHosted, provider: 'vllm', name: 'guard-8b', firstTokenMs: 120, msPerOutputToken: 4 },
} as const satisfies Record<string, DemoModel>

export type DemoModelKey = keyof typeof demoModels

/** Models that no price book of the demo knows, and those that only its own prices do. */
export const unpricedModels: readonly DemoModelKey[] = ['fine-tune', 'guard-8b']
export const ownPricedModels: readonly DemoModelKey[] = ['support-chat', 'llama']
