import { describe, expect, test } from 'vitest'
import { findPublisher } from './find-publisher'
import { pricingUnit } from './meter-names'
import { billingSpan, dayPeriod, focusSpan } from './month-bounds'
import { nameProvider } from './provider-names'
import { nameRegion } from './region-names'

describe('who made a model', () => {
  test.each([
    ['aws', 'regional.anthropic.claude-sonnet-4-20250514-v1:0', 'Anthropic'],
    ['aws', 'global.openai.gpt-5.6-luna', 'OpenAI'],
    ['aws', 'amazon.nova-2-sonic-v1:0', 'Amazon'],
    ['azure', 'gpt-4.1-mini', 'OpenAI'],
    ['azure', 'phi-4', 'Microsoft'],
    ['google', 'claude-opus-5', 'Anthropic'],
    ['google', 'gemini-3.1-pro', 'Google'],
    ['groq', 'llama-3.1-70b-versatile', 'Meta'],
    ['cloudflare', '@cf/qwen/qwen2.5-coder-32b-instruct', 'Alibaba Cloud'],
    ['openrouter', '~anthropic/claude-latest', 'Anthropic'],
    // Nobody else sells it: its seller, by name and by code.
    ['voyageai', 'rerank-2.5', 'Voyage AI'],
    ['vllm', 'house-model', 'vllm'],
  ])('%s sells %s of %s', (provider, model, maker) => {
    expect(findPublisher(provider, model)).toBe(maker)
  })
})

describe('who sells it', () => {
  test.each([
    ['aws', 'AWS', 'Amazon Bedrock'],
    ['huggingface_groq', 'Hugging Face', 'Hugging Face Inference Providers'],
    ['constructor', 'constructor', 'constructor API'],
  ])('%s is %s, %s', (code, provider, service) => {
    expect(nameProvider(code)).toEqual({ provider, service })
  })
})

describe('units, regions and days', () => {
  test('a price for one unit names the unit alone', () => {
    expect([pricingUnit('input', 1_000_000n), pricingUnit('audio_second', 1n)]).toEqual(['1000000 Tokens', 'Seconds'])
  })
  test('a region that is not known goes by its id, and none is found by accident', () => {
    expect(['eu-central-1', 'eu', 'toString'].map(nameRegion)).toEqual(['Europe (Frankfurt)', 'eu', 'toString'])
  })
  test('days are those of the zone, also where clocks change', () => {
    expect(focusSpan(dayPeriod('2026-03-29'), 'Europe/Berlin')).toEqual({
      start: '2026-03-28T23:00:00Z',
      end: '2026-03-29T22:00:00Z',
    })
    expect(billingSpan('2026-12', 'Asia/Kathmandu')).toEqual({ start: '2026-11-30T18:15:00Z', end: '2026-12-31T18:15:00Z' })
  })
})
