// Made by scripts/catalogue; edits are lost. swift-format-ignore-file
//
// Facts about models, from litellm's list of prices and context windows:
// https://github.com/BerriAI/litellm. Copyright (c) 2023 Berri AI; MIT licence, in
// LICENSES/litellm.txt.

/// The lines of the model catalogue, one a model, sorted by their bytes.
///
/// Columns are parted by one blank; `-` stands for unknown, and those at the end are left out.
///
/// 1. the model's name, as its provider spells it
/// 2. the provider's id
/// 3. what it is asked for: `c` chat, `r` responses only, `t` text completion, `e` embedding
/// 4. the context window, in tokens
/// 5. the most input, where that is limited apart from the window
/// 6. the most output, where anything but the window limits it
/// 7. to 10. prices of input, output, input read from the cache and written to it; US dollars per
///    million tokens
/// 11. prices of requests whose input is longer: `TOKENS:INPUT/OUTPUT/READ/WRITE`
/// 12. what it can do, a letter each: `v` see images, `d` read PDF, `a` hear, `t` call tools, `p`
///    several at once, `s` keep to a schema, `w` search the web, `c` cached prompts, `f` go on with
///    a prefilled reply, `r` reason, `k` always reason; after `!` what it is said to refuse, where
///    `n` stands for the sampling parameters and `y` for system messages
/// 13. words for `reasoning_effort`: `n`one, m`i`nimal, `l`ow, `m`edium, `h`igh, `x`high, ma`X`
/// 14. the day it is switched off, or was
enum ModelCatalogueData {
    static let lines: StaticString = #"""
        chat-latest openai c 400000 - 128000 5 30 0.5 - - vdtpswcr m
        claude-fable-5 anthropic c 1000000 - 128000 10 50 1 12.5 - vdtswcrk!fn lmhxX
        claude-fable-5-1 anthropic c 1000000 - 128000 10 50 0.25 12.5 - vdtswcrk!fn lmhxX
        claude-haiku-4-5 anthropic c 200000 - 64000 1 5 0.1 1.25 - vdtscfr
        claude-haiku-4-5-20251001 anthropic c 200000 - 64000 1 5 0.1 1.25 - vdtswcfr
        claude-haiku-5-5 anthropic c 1000000 - 128000 0.1 0.5 0.01 0.125 100000:0.5/2.5/0.05/0.625 vdtswcr!fn lmhxX
        claude-mythos-5 anthropic c 1000000 - 128000 10 50 1 12.5 - vdtscrk!fn lmhxX
        claude-mythos-5-1 anthropic c 1000000 - 128000 10 50 0.25 12.5 - vdtscrk!fn lmhxX
        claude-mythos-preview anthropic c 1000000 - 128000 10 50 1 12.5 - vdtscrk!fn lmhxX 2026-06-09
        claude-opus-4-5 anthropic c 200000 - 64000 5 25 0.5 6.25 - vdtscfr lmh
        claude-opus-4-5-20251101 anthropic c 200000 - 64000 5 25 0.5 6.25 - vdtswcfr lmh
        claude-opus-4-6 anthropic c 1000000 - 128000 5 25 0.5 6.25 - vdtswcr!f lmhX
        claude-opus-4-6-20260205 anthropic c 1000000 - 128000 5 25 0.5 6.25 - vdtscr!f lmhX
        claude-opus-4-7 anthropic c 1000000 - 128000 5 25 0.5 6.25 - vdtswcr!fn lmhxX
        claude-opus-4-7-20260416 anthropic c 1000000 - 128000 5 25 0.5 6.25 - vdtscr!fn lmhxX
        claude-opus-4-8 anthropic c 1000000 - 128000 5 25 0.5 6.25 - vdtswcr!fn lmhxX
        claude-opus-5 anthropic c 1000000 - 128000 5 25 0.5 6.25 - vdtswcr!fn lmhxX
        claude-opus-5-5 anthropic c 1000000 - 128000 4 20 0.2 5 - vdtswcrk!fn lmhxX
        claude-sonnet-4-5 anthropic c 200000 - 64000 3 15 0.3 3.75 - vdtscfr - 2026-11-30
        claude-sonnet-4-5-20250929 anthropic c 200000 - 64000 3 15 0.3 3.75 - vdtswcfr - 2026-11-30
        claude-sonnet-4-6 anthropic c 1000000 - 128000 3 15 0.3 3.75 - vdtswcr!f lmhX
        claude-sonnet-5 anthropic c 1000000 - 128000 2 10 0.2 2.5 - vdtswcr!fn lmhxX
        claude-sonnet-5-5 anthropic c 1000000 - 128000 2 10 0.1 2.5 - vdtswcrk!fn lmhxX
        codegeex4 ollama c 32768 - 8192 0 0 - - - !t
        codegemma ollama t 8192 - - 0 0
        codellama ollama t 4096 - - 0 0
        codestral-2508 mistral c 128000 - - 0.3 0.9 0.03 - - tsf
        codestral-embed mistral e 8192 - - 0.15 0 0.015
        codestral-embed-2505 mistral e 8192 - - 0.15 0 0.015
        codestral-latest mistral c 128000 - - 0.3 0.9 0.03 - - tsf
        codestral-mamba-latest mistral c 256000 - - 0.25 0.25 0.025 - - f
        computer-use-preview openai c 8192 - 1024 3 12 - - - vdtpr!s lmh 2026-07-23
        computer-use-preview-2025-03-11 openai c 8192 - 1024 3 12 - - - vdtpr!s lmh 2026-07-23
        daybreak-blue-latest openai c 1050000 922000 128000 4 20 0.4 5 272000:8/30/0.8/10 vdtpswcr lmh
        daybreak-red-latest openai c 400000 - 128000 12.5 75 1.25 15.625 272000:25/112.5/2.5/31.25 vdtpswcr lmh
        deep-research-max-preview-04-2026 gemini c 1048576 1048576 65536 2 12 - - - vw!ts
        deep-research-preview-04-2026 gemini c 1048576 1048576 65536 2 12 - - - vw!ts
        deep-research-pro-preview-12-2025 gemini c 1048576 1048576 65536 2 12 - - - vdswc!t - 2026-10-23
        deepseek-chat deepseek c 131072 - 8192 0.28 0.42 0.028 - - tpscf - 2026-07-24
        deepseek-coder deepseek c 128000 - 4096 0.14 0.28 0.014 - - tcf
        deepseek-coder-v2-base ollama t 8192 - - 0 0 - - - t
        deepseek-coder-v2-instruct ollama c 32768 - 8192 0 0 - - - t
        deepseek-coder-v2-lite-base ollama t 8192 - - 0 0 - - - t
        deepseek-coder-v2-lite-instruct ollama c 32768 - 8192 0 0 - - - t
        deepseek-flash deepseek c 1000000 - 393216 0.3 1.2 0.006 - - vtpscfr
        deepseek-r1 deepseek c 65536 - 8192 0.55 2.19 0.14 - - tcfr
        deepseek-reasoner deepseek c 131072 - 65536 0.28 0.42 0.028 - - scfr!tp - 2026-07-24
        deepseek-v3 deepseek c 65536 - 8192 0.27 1.1 0.07 - - tcf
        deepseek-v3.1:671b-cloud ollama c 163840 - - 0 0 - - - t
        deepseek-v3.2 deepseek c 163840 - - 0.28 0.4 0.028 - - tcfr
        deepseek-v4-1-flash-1017 mistral c 1048576 - 131072 0.3 1.2 0.007 - - tscfr
        deepseek-v4-flash deepseek c 1000000 - 393216 0.3 1.2 0.006 - - vtpscfr
        deepseek-v4-flash-vision-exp deepseek c 1000000 - 393216 0.3 1.2 0.006 - - vtpscfr
        deepseek-v4-pro deepseek c 1000000 - 393216 1.32 3.96 0.044 - - tpscfr
        devstral-latest mistral c 256000 - - 0.4 2 0.04 - - tsfr nh
        devstral-medium-latest mistral c 256000 - - 0.4 2 0.04 - - tsfr nh
        devstral-small-latest mistral c 256000 - - 0.1 0.3 0.01 - - tsfr nh
        ft:gpt-3.5-turbo openai c 16385 - 4096 3 6 - - - - - 2026-10-23
        ft:gpt-3.5-turbo-0125 openai c 16385 - 4096 3 6 - - - - - 2026-10-23
        ft:gpt-3.5-turbo-0613 openai c 4096 - - 3 6 - - - - - 2026-10-23
        ft:gpt-3.5-turbo-1106 openai c 16385 - 4096 3 6 - - - - - 2026-10-23
        ft:gpt-4-0613 openai c 8192 - 4096 30 60 - - - t - 2026-10-23
        ft:gpt-4.1-2025-04-14 openai c 1047576 - 32768 3 12 0.75 - - tpsc - 2027-01-14
        ft:gpt-4.1-mini-2025-04-14 openai c 1047576 - 32768 0.8 3.2 0.2 - - tpsc - 2027-01-14
        ft:gpt-4.1-nano-2025-04-14 openai c 1047576 - 32768 0.2 0.8 0.05 - - tpsc - 2026-10-23
        ft:gpt-4o-2024-08-06 openai c 128000 - 16384 3.75 15 1.875 - - vdtpsc - 2027-01-14
        ft:gpt-4o-2024-11-20 openai c 128000 - 16384 3.75 15 - 1.875 - dtpsc - 2027-01-14
        ft:gpt-4o-mini-2024-07-18 openai c 128000 - 16384 0.3 1.2 0.15 - - dtpsc - 2027-01-14
        ft:o4-mini-2025-04-16 openai c 200000 - 100000 4 16 1 - - tscr!p lmh 2026-10-23
        gemini-2.5-computer-use-preview-10-2025 gemini c 128000 128000 64000 1.25 10 - - 200000:2.5/15/-/- vt - 2026-07-28
        gemini-2.5-flash gemini c 1048576 1048576 65536 0.3 2.5 0.03 - - vdatpswcr
        gemini-2.5-flash-lite gemini c 1048576 1048576 65536 0.1 0.4 0.01 - - vdatpswcr
        gemini-2.5-pro gemini c 1048576 1048576 65536 1.25 10 0.125 - 200000:2.5/15/0.25/- vdatswcr
        gemini-3-flash-preview gemini c 1048576 1048576 65536 0.5 3 0.05 - - vdatpswcr
        gemini-3.1-flash-lite gemini c 1048576 1048576 65536 0.25 1.5 0.025 - - vdatpswcr - 2027-05-07
        gemini-3.1-flash-lite-preview gemini c 1048576 1048576 65536 0.25 1.5 0.025 - - vdatpswcr - 2026-05-25
        gemini-3.1-pro-preview gemini c 1048576 1048576 65536 2 12 0.2 - 200000:4/18/0.4/- vdatswcr
        gemini-3.1-pro-preview-customtools gemini c 1048576 1048576 65536 2 12 0.2 - 200000:4/18/0.4/- vdatswcr
        gemini-3.5-flash gemini c 1048576 1048576 65536 1.5 9 0.15 - - vdatpswcr
        gemini-3.5-flash-lite gemini c 1048576 1048576 65536 0.3 2.5 0.03 - - vdatpswcr!n
        gemini-3.6-flash gemini c 1048576 1048576 65536 0.75 3.75 0.075 - - vdatpswcr!n
        gemini-3.7-flash gemini c 1048576 1048576 65536 0.75 3.75 0.075 - - vdatpswcr!n
        gemini-3.8-flash gemini c 1048576 1048576 65536 0.75 3.75 0.075 - - vdatpswcr!n
        gemini-4-argon gemini c 1048576 1048576 1048576 2 10 0.1 - - vdatpswcr
        gemini-embedding-001 gemini e 2048 2048 - 0.15 0 - - - - - 2028-05-14
        gemini-embedding-2 gemini e 8192 8192 - 0.2 0 - - - va
        gemini-embedding-2-preview gemini e 8192 8192 - 0.2 0 - - - va
        gemini-exp-1114 gemini c 1048576 1048576 8192 0 0 - - - vts
        gemini-exp-1206 gemini c 2097152 2097152 8192 0 0 - - - vts
        gemini-flash-latest gemini c 1048576 1048576 65536 0.75 3.75 0.075 - - vdatpswcr
        gemini-flash-lite-latest gemini c 1048576 1048576 65536 0.3 2.5 0.03 - - vdatpswcr
        gemini-gemma-2-27b-it gemini c 8192 8192 8192 0.35 1.05 - - - vt
        gemini-gemma-2-9b-it gemini c 8192 8192 8192 0.35 1.05 - - - vt
        gemini-pro-latest gemini c 1048576 1048576 65536 2 12 0.2 - 200000:4/18/0.4/- vdatswcr
        gemini-robotics-er-2-preview gemini c 131072 131072 65536 1 5 0.1 - - vdatpswcr
        gemma-3-27b-it gemini c 131072 131072 8192 0 0 - - - vts!y
        gemma-4-26b-a4b-it gemini c 262144 262144 32768 0 0 - - - vtsr
        gemma-4-31b-it gemini c 262144 262144 32768 0 0 - - - vtsr
        glm-5-2 mistral c 1048576 - 131072 1.4 4.4 0.14 - - tscfr nilmhxX
        gpt-3.5-turbo openai c 16385 - 4096 0.5 1.5 - - - tc - 2026-10-23
        gpt-3.5-turbo-0125 openai c 16385 - 4096 0.5 1.5 - - - tpc - 2026-10-23
        gpt-3.5-turbo-1106 openai c 16385 - 4096 1 2 - - - tpc - 2026-09-28
        gpt-3.5-turbo-16k openai c 16385 - 4096 3 4 - - - c - 2026-10-23
        gpt-4 openai c 8192 - 4096 30 60 - - - tc - 2026-10-23
        gpt-4-0613 openai c 8192 - 4096 30 60 - - - tc - 2026-10-23
        gpt-4-1106-preview openai c 128000 - 4096 10 30 - - - tpc - 2026-10-23
        gpt-4-turbo openai c 128000 - 4096 10 30 - - - vdtpc - 2026-10-23
        gpt-4-turbo-2024-04-09 openai c 128000 - 4096 10 30 - - - vdtpc - 2026-10-23
        gpt-4.1 openai c 1047576 - 32768 2 8 0.5 - - vdtpswc
        gpt-4.1-2025-04-14 openai c 1047576 - 32768 2 8 0.5 - - vdtpswc - 2027-01-14
        gpt-4.1-mini openai c 1047576 - 32768 0.4 1.6 0.1 - - vdtpswc
        gpt-4.1-mini-2025-04-14 openai c 1047576 - 32768 0.4 1.6 0.1 - - vdtpswc - 2027-01-14
        gpt-4.1-nano openai c 1047576 - 32768 0.1 0.4 0.025 - - vdtpsc - 2026-10-23
        gpt-4.1-nano-2025-04-14 openai c 1047576 - 32768 0.1 0.4 0.025 - - vdtpsc - 2026-10-23
        gpt-4o openai c 128000 - 16384 2.5 10 1.25 - - vdtpsc
        gpt-4o-2024-05-13 openai c 128000 - 4096 5 15 - - - vdtpc - 2026-10-23
        gpt-4o-2024-08-06 openai c 128000 - 16384 2.5 10 1.25 - - vdtpsc - 2027-01-14
        gpt-4o-2024-11-20 openai c 128000 - 16384 2.5 10 1.25 - - vdtpsc - 2027-01-14
        gpt-4o-audio-preview-2024-12-17 openai c 128000 - 16384 2.5 10 - - - atp - 2027-01-20
        gpt-4o-audio-preview-2025-06-03 openai c 128000 - 16384 2.5 10 - - - atp - 2027-01-20
        gpt-4o-mini openai c 128000 - 16384 0.15 0.6 0.075 - - vdtpsc
        gpt-4o-mini-2024-07-18 openai c 128000 - 16384 0.15 0.6 0.075 - - vdtpsc - 2027-01-14
        gpt-4o-mini-audio-preview-2024-12-17 openai c 128000 - 16384 0.15 0.6 - - - atp - 2027-01-20
        gpt-4o-mini-search-preview openai c 128000 - 16384 0.15 0.6 0.075 - - vdtpswc
        gpt-4o-mini-search-preview-2025-03-11 openai c 128000 - 16384 0.15 0.6 0.075 - - vdtpswc - 2026-07-23
        gpt-4o-search-preview openai c 128000 - 16384 2.5 10 1.25 - - vdtpswc
        gpt-4o-search-preview-2025-03-11 openai c 128000 - 16384 2.5 10 1.25 - - vdtpswc - 2026-07-23
        gpt-5 openai c 400000 272000 128000 1.25 10 0.125 - - vdtpswcr ilmh 2026-12-11
        gpt-5-2025-08-07 openai c 400000 272000 128000 1.25 10 0.125 - - vdtpswcr ilmh 2026-12-11
        gpt-5-chat openai c 128000 - 16384 1.25 10 0.125 - - vdscr!tp ilmh 2026-07-23
        gpt-5-chat-latest openai c 128000 - 16384 1.25 10 0.125 - - vdtpsr lmh 2026-07-23
        gpt-5-codex openai r 400000 272000 128000 1.25 10 0.125 - - vdtpswcr lmh 2026-07-23
        gpt-5-mini openai c 400000 272000 128000 0.25 2 0.025 - - vdtpswcr ilmh 2026-12-11
        gpt-5-mini-2025-08-07 openai c 400000 272000 128000 0.25 2 0.025 - - vdtpswcr ilmh 2026-12-11
        gpt-5-nano openai c 400000 272000 128000 0.05 0.4 0.005 - - vdtpswcr ilmh 2026-12-11
        gpt-5-nano-2025-08-07 openai c 400000 272000 128000 0.05 0.4 0.005 - - vdtpswcr ilmh 2026-12-11
        gpt-5-pro openai r 400000 - 272000 15 120 - - - vdtpswcr ilmh 2026-12-11
        gpt-5-pro-2025-10-06 openai r 400000 - 272000 15 120 - - - vdtpswcr ilmh 2026-12-11
        gpt-5-search-api openai c 400000 272000 128000 1.25 10 0.125 - - vdtpswc
        gpt-5-search-api-2025-10-14 openai c 400000 272000 128000 1.25 10 0.125 - - vdtpswc
        gpt-5.1 openai c 400000 272000 128000 1.25 10 0.125 - - vdtpswcr nlmh 2027-04-01
        gpt-5.1-2025-11-13 openai c 400000 272000 128000 1.25 10 0.125 - - vdtpswcr nlmh 2027-04-01
        gpt-5.1-chat-latest openai c 128000 - 16384 1.25 10 0.125 - - vdtpsr lmh 2026-07-23
        gpt-5.1-codex openai r 400000 - 128000 1.25 10 0.125 - - vdtpswcr lmh 2026-07-23
        gpt-5.1-codex-max openai r 400000 - 128000 1.25 10 0.125 - - vdtpswcr lmh 2026-07-23
        gpt-5.1-codex-mini openai r 400000 - 128000 0.25 2 0.025 - - vdtpscr lmh 2026-07-23
        gpt-5.2 openai c 400000 272000 128000 1.75 14 0.175 - - vdtpswcr nlmhx
        gpt-5.2-2025-12-11 openai c 400000 272000 128000 1.75 14 0.175 - - vdtpswcr nlmhx
        gpt-5.2-chat-latest openai c 128000 - 16384 1.75 14 0.175 - - vdtpsr lmh 2026-08-10
        gpt-5.2-codex openai r 400000 272000 128000 1.75 14 0.175 - - vdtpswcr lmh 2026-07-23
        gpt-5.2-pro openai r 400000 272000 128000 21 168 - - - vdtpswcr ilmhx
        gpt-5.2-pro-2025-12-11 openai r 400000 272000 128000 21 168 - - - vdtpswcr ilmhx
        gpt-5.3-chat-latest openai c 128000 - 16384 1.75 14 0.175 - - vdtpsr lmh 2026-08-10
        gpt-5.3-codex openai r 400000 272000 128000 1.75 14 0.175 - - vdtpswcr nlmhx 2027-04-01
        gpt-5.4 openai c 1050000 - 128000 2.5 15 0.25 - 272000:5/22.5/0.5/- vdtpscr nlmhx
        gpt-5.4-2026-03-05 openai c 1050000 - 128000 2.5 15 0.25 - 272000:5/22.5/0.5/- vdtpscr nlmhx
        gpt-5.4-mini openai c 400000 272000 128000 0.75 4.5 0.075 - - vdtpswcr nlmhx
        gpt-5.4-mini-2026-03-17 openai c 400000 272000 128000 0.75 4.5 0.075 - - vdtpswcr nlmhx
        gpt-5.4-nano openai c 400000 272000 128000 0.2 1.25 0.02 - - vdtpswcr nlmhx 2027-04-01
        gpt-5.4-nano-2026-03-17 openai c 400000 272000 128000 0.2 1.25 0.02 - - vdtpswcr nlmhx 2027-04-01
        gpt-5.4-pro openai r 1050000 - 128000 30 180 - - 272000:60/270/-/- vdtpwcr!s lmhx
        gpt-5.4-pro-2026-03-05 openai r 1050000 - 128000 30 180 - - 272000:60/270/-/- vdtpwcr!s lmhx
        gpt-5.5 openai c 1050000 - 128000 5 30 0.5 - 272000:10/45/1/- vdtpswcr nlmhx
        gpt-5.5-2026-04-23 openai c 1050000 - 128000 5 30 0.5 - 272000:10/45/1/- vdtpswcr nlmhx
        gpt-5.5-cyber openai c - - - 12.5 75 1.25 - - r lmh
        gpt-5.5-cyber-preview openai c - - - 12.5 75 1.25 - - r lmh
        gpt-5.5-pro openai r 1050000 - 128000 30 180 - - 272000:60/270/-/- vdtpwcr!s mhx
        gpt-5.5-pro-2026-04-23 openai r 1050000 - 128000 30 180 - - 272000:60/270/-/- vdtpwcr!s mhx
        gpt-5.6 openai c 1050000 922000 128000 4 20 0.4 5 272000:8/30/0.8/10 vdtpswcr nlmhx
        gpt-5.6-cyber openai c 400000 - 128000 12.5 75 1.25 15.625 272000:25/112.5/2.5/31.25 vdtpswcr lmh
        gpt-5.6-luna openai c 1050000 922000 128000 0.2 1.2 0.02 0.25 272000:0.4/1.8/0.04/0.5 vdtpswcr nlmhx
        gpt-5.6-sol openai c 1050000 922000 128000 4 20 0.4 5 272000:8/30/0.8/10 vdtpswcr nlmhx
        gpt-5.6-terra openai c 1050000 922000 128000 2 12 0.2 2.5 272000:4/18/0.4/5 vdtpswcr nlmhx
        gpt-6-astra openai c 1050000 922000 128000 10 50 1 12.5 272000:20/75/2/25 vdtpswcr lmhxX
        gpt-6-astra-law openai c 1050000 922000 128000 10 50 1 - - vdtpswcr lmhxX
        gpt-6-luna openai c 1050000 922000 128000 0.1 0.5 0.01 0.125 272000:0.2/0.75/0.02/0.25 vdtpswcr nlmhxX
        gpt-6-rosalind openai c 1050000 922000 128000 15 75 1.5 18.75 272000:30/112.5/3/37.5 vdtpswcr lmhxX
        gpt-6-sol openai c 1050000 922000 128000 2 10 0.2 2.5 272000:4/15/0.4/5 vdtpswcr nlmhxX
        gpt-6.1-sol openai c 1050000 922000 128000 2 10 0.1 2.5 272000:4/15/0.2/5 vdtpswcr lmhxX
        gpt-6.1-terra openai c 1050000 922000 128000 1 5 0.05 1.25 272000:2/7.5/0.1/2.5 vdtpswcr nlmhxX
        gpt-audio openai c 128000 - 16384 2.5 10 - - - atp!s - 2027-01-20
        gpt-audio-1.5 openai c 128000 - 16384 2.5 10 - - - atp!s
        gpt-audio-2025-08-28 openai c 128000 - 16384 2.5 10 - - - atp!s - 2027-01-20
        gpt-audio-mini openai c 128000 - 16384 0.6 2.4 - - - atp!s - 2027-01-20
        gpt-audio-mini-2025-10-06 openai c 128000 - 16384 0.6 2.4 - - - atp!s - 2026-07-23
        gpt-audio-mini-2025-12-15 openai c 128000 - 16384 0.6 2.4 - - - atp!s - 2027-01-20
        gpt-daybreak-blue-latest openai r 1050000 922000 128000 4 20 0.4 5 272000:8/30/0.8/10 vdtpswcr lmh
        gpt-daybreak-red-latest openai r 400000 - 128000 12.5 75 1.25 15.625 272000:25/112.5/2.5/31.25 vdtpswcr lmh
        gpt-oss:120b-cloud ollama c 131072 - - 0 0 - - - t
        gpt-oss:20b-cloud ollama c 131072 - - 0 0 - - - t
        gpt-rosalind-discovery openai c - - - 5 25 0.5
        gpt-rosalind-research openai c - - - 5 25 0.5
        grok-4.20 xai c 1000000 - - 1.25 2.5 0.2 - 200000:2.5/5/0.4/- vtswcr
        grok-4.20-0309 xai c 1000000 - - 1.25 2.5 0.2 - 200000:2.5/5/0.4/- vtswcr
        grok-4.20-0309-non-reasoning xai c 1000000 - - 1.25 2.5 0.2 - 200000:2.5/5/0.4/- vtswc
        grok-4.20-0309-reasoning xai c 1000000 - - 1.25 2.5 0.2 - 200000:2.5/5/0.4/- vtswcr
        grok-4.20-beta xai c 1000000 - - 1.25 2.5 0.2 - 200000:2.5/5/0.4/- vtswcr
        grok-4.20-beta-0309 xai c 1000000 - - 1.25 2.5 0.2 - 200000:2.5/5/0.4/- vtswcr
        grok-4.20-beta-0309-non-reasoning xai c 1000000 - - 1.25 2.5 0.2 - 200000:2.5/5/0.4/- vtswc
        grok-4.20-beta-0309-reasoning xai c 1000000 - - 1.25 2.5 0.2 - 200000:2.5/5/0.4/- vtswcr
        grok-4.20-beta-latest xai c 1000000 - - 1.25 2.5 0.2 - 200000:2.5/5/0.4/- vtswcr
        grok-4.20-beta-latest-non-reasoning xai c 1000000 - - 1.25 2.5 0.2 - 200000:2.5/5/0.4/- vtswc
        grok-4.20-beta-latest-reasoning xai c 1000000 - - 1.25 2.5 0.2 - 200000:2.5/5/0.4/- vtswcr
        grok-4.20-beta-non-reasoning xai c 1000000 - - 1.25 2.5 0.2 - 200000:2.5/5/0.4/- vtswc
        grok-4.20-beta-reasoning xai c 1000000 - - 1.25 2.5 0.2 - 200000:2.5/5/0.4/- vtswcr
        grok-4.20-experimental-beta-0304 xai c 1000000 - - 1.25 2.5 0.2 - 200000:2.5/5/0.4/- vtswcr
        grok-4.20-experimental-beta-0304-non-reasoning xai c 1000000 - - 1.25 2.5 0.2 - 200000:2.5/5/0.4/- vtswc
        grok-4.20-experimental-beta-0304-reasoning xai c 1000000 - - 1.25 2.5 0.2 - 200000:2.5/5/0.4/- vtswcr
        grok-4.20-experimental-beta-latest xai c 1000000 - - 1.25 2.5 0.2 - 200000:2.5/5/0.4/- vtswcr
        grok-4.20-experimental-beta-non-reasoning-latest xai c 1000000 - - 1.25 2.5 0.2 - 200000:2.5/5/0.4/- vtswc
        grok-4.20-experimental-beta-reasoning-latest xai c 1000000 - - 1.25 2.5 0.2 - 200000:2.5/5/0.4/- vtswcr
        grok-4.20-multi-agent xai r 1000000 - - 1.25 2.5 0.2 - 200000:2.5/5/0.4/- vswcr!t
        grok-4.20-multi-agent-0309 xai r 1000000 - - 1.25 2.5 0.2 - 200000:2.5/5/0.4/- vswcr!t
        grok-4.20-multi-agent-beta-0309 xai r 1000000 - - 1.25 2.5 0.2 - 200000:2.5/5/0.4/- vtswcr
        grok-4.20-multi-agent-beta-latest xai r 1000000 - - 1.25 2.5 0.2 - 200000:2.5/5/0.4/- vswcr!t
        grok-4.20-multi-agent-experimental-beta-0304 xai r 1000000 - - 1.25 2.5 0.2 - 200000:2.5/5/0.4/- vswcr!t
        grok-4.20-multi-agent-experimental-beta-latest xai r 1000000 - - 1.25 2.5 0.2 - 200000:2.5/5/0.4/- vswcr!t
        grok-4.20-multi-agent-latest xai r 1000000 - - 1.25 2.5 0.2 - 200000:2.5/5/0.4/- vswcr!t
        grok-4.20-non-reasoning xai c 1000000 - - 1.25 2.5 0.2 - 200000:2.5/5/0.4/- vtswc
        grok-4.20-non-reasoning-gv2 xai c 1000000 - - 1.25 2.5 0.2 - 200000:2.5/5/0.4/- vtswc
        grok-4.20-non-reasoning-latest xai c 1000000 - - 1.25 2.5 0.2 - 200000:2.5/5/0.4/- vtswc
        grok-4.20-reasoning xai c 1000000 - - 1.25 2.5 0.2 - 200000:2.5/5/0.4/- vtswcr
        grok-4.20-reasoning-gv2 xai c 1000000 - - 1.25 2.5 0.2 - 200000:2.5/5/0.4/- vtswcr
        grok-4.20-reasoning-latest xai c 1000000 - - 1.25 2.5 0.2 - 200000:2.5/5/0.4/- vtswcr
        grok-4.3 xai c 1000000 - - 1.25 2.5 0.2 - 200000:2.5/5/0.4/- vtswcr
        grok-4.3-latest xai c 1000000 - - 1.25 2.5 0.2 - 200000:2.5/5/0.4/- vtswcr
        grok-4.5 xai c 500000 - - 2 6 0.3 - 200000:4/12/0.6/- vtswcr
        grok-4.5-latest xai c 500000 - - 2 6 0.3 - 200000:4/12/0.6/- vtswcr
        grok-4.6 xai c 500000 - - 2 6 0.5 - 200000:4/12/1/- vtswcr
        grok-4.7 xai c 500000 - - 2 6 0.5 - 200000:4/12/1/- vtswcr
        grok-build-0.1 xai c 256000 - - 1 2 0.2 - 200000:2/4/0.4/- vtscr
        grok-build-latest xai c 500000 - - 2 6 0.3 - 200000:4/12/0.6/- vtswcr
        grok-code-fast xai c 256000 - - 1 2 0.2 - 200000:2/4/0.4/- vtscr
        grok-code-fast-1 xai c 256000 - - 1 2 0.2 - 200000:2/4/0.4/- vtscr - 2026-05-15
        grok-code-fast-1-0825 xai c 256000 - - 1 2 0.2 - 200000:2/4/0.4/- vtscr
        internlm2_5-20b-chat ollama c 32768 - 8192 0 0 - - - t
        kimi-k2.5 moonshot c 262144 - - 0.6 3 0.1 - - vtsr - 2026-08-31
        kimi-k2.6 moonshot c 262144 - - 0.95 4 0.16 - - vtsr
        kimi-k2.7-code moonshot c 262144 - - 0.95 4 0.19 - - vtscr
        kimi-k3 moonshot c 1048576 - - 3 15 0.3 3 - vtscr lhX
        kimi-k3.1-pro moonshot c 1048576 - - 2 10 0.2 2 - vtscr lhX
        labs-leanstral-1-5 mistral c 262144 - 131072 0 0 - - - ts - 2026-09-30
        labs-leanstral-1-5-1 mistral c 262144 - 131072 0 0 - - - ts
        learnlm-1.5-pro-experimental gemini c 32767 32767 8192 0 0 - - - vts
        llama-guard-3-8b groq c 8192 - - 0.2 0.2 - - - - - 2025-06-06
        llama2 ollama c 4096 - - 0 0
        llama2-uncensored ollama t 4096 - - 0 0
        llama2:13b ollama c 4096 - - 0 0
        llama2:70b ollama c 4096 - - 0 0
        llama2:7b ollama c 4096 - - 0 0
        llama3 ollama c 8192 - - 0 0
        llama3.1 ollama c 8192 - - 0 0 - - - t
        llama3:70b ollama c 8192 - - 0 0
        llama3:8b ollama c 8192 - - 0 0
        magistral-medium-latest mistral c 262144 - - 1.5 7.5 0.15 - - vtsfr
        magistral-small-latest mistral c 262144 - - 0.15 0.6 0.015 - - vtsfr
        meta-llama/llama-prompt-guard-2-22m groq c 512 - - 0.03 0.03
        meta-llama/llama-prompt-guard-2-86m groq c 512 - - 0.04 0.04
        ministral-14b-2512 mistral c 262144 - - 0.2 0.2 0.02 - - vtsf
        ministral-14b-latest mistral c 262144 - - 0.2 0.2 0.02 - - vtsf
        ministral-3-14b-2512 mistral c 262144 - - 0.2 0.2 0.02 - - vtsf
        ministral-3-3b-2512 mistral c 131072 - - 0.1 0.1 0.01 - - vtsf
        ministral-3-8b-2512 mistral c 262144 - - 0.15 0.15 0.015 - - vtsf
        ministral-3b-2512 mistral c 131072 - - 0.1 0.1 0.01 - - vtsf
        ministral-3b-latest mistral c 131072 - - 0.1 0.1 0.01 - - vtsf
        ministral-8b-2512 mistral c 262144 - - 0.15 0.15 0.015 - - vtsf
        ministral-8b-latest mistral c 262144 - - 0.15 0.15 0.015 - - vtsf
        mistral ollama t 8192 - - 0 0 - - - t
        mistral-7B-Instruct-v0.1 ollama c 8192 - - 0 0 - - - t
        mistral-7B-Instruct-v0.2 ollama c 32768 - - 0 0 - - - t
        mistral-code-agent-latest mistral c 256000 - - 0.4 2 0.04 - - tsfr nh
        mistral-code-fim-latest mistral c 128000 - - 0.3 0.9 0.03 - - tsf
        mistral-code-latest mistral c 128000 - - 0.3 0.9 0.03 - - tsf
        mistral-embed mistral e 8192 - - 0.1 0
        mistral-embed-2312 mistral e 8192 - - 0.1 0
        mistral-large-2512 mistral c 262144 - - 0.5 1.5 0.05 - - vtsf
        mistral-large-3 mistral c 262144 - - 0.5 1.5 0.05 - - vtsf
        mistral-large-4 mistral c 1048576 - - 1.36 4.18 0.14 - - vtscfr nh
        mistral-large-4-0 mistral c 1048576 - - 1.36 4.18 0.14 - - vtscfr nh
        mistral-large-instruct-2407 ollama c 65536 - 8192 0 0 - - - t
        mistral-large-latest mistral c 262144 - - 0.5 1.5 0.05 - - vtsf
        mistral-medium mistral c 262144 - - 1.5 7.5 0.15 - - vtsfr nh
        mistral-medium-2604 mistral c 262144 - - 1.5 7.5 0.15 - - vtsfr nh
        mistral-medium-3 mistral c 262144 - - 1.5 7.5 0.15 - - vtsfr nh
        mistral-medium-3-5 mistral c 262144 - - 1.5 7.5 0.15 - - vtsfr nh
        mistral-medium-3.5 mistral c 262144 - - 1.5 7.5 0.15 - - vtsfr nh
        mistral-medium-latest mistral c 262144 - - 1.5 7.5 0.15 - - vtsfr nh
        mistral-small mistral c 32000 - 8191 0.1 0.3 0.01 - - tsfr nh
        mistral-small-2603 mistral c 262144 - - 0.15 0.6 0.015 - - vtsfr nh
        mistral-small-latest mistral c 262144 - - 0.15 0.6 0.015 - - vtsfr nh
        mistral-tiny mistral c 32000 - 8191 0.25 0.25 0.025 - - sf
        mistral-vibe-cli-fast mistral c 262144 - - 0.15 0.6 0.015 - - vtsfr nh
        mistral-vibe-cli-latest mistral c 262144 - - 1.5 7.5 0.15 - - vtsfr nh
        mistral-vibe-cli-with-tools mistral c 262144 - - 1.5 7.5 0.15 - - vtsfr nh
        mixtral-8x22B-Instruct-v0.1 ollama c 65536 - - 0 0 - - - t
        mixtral-8x7B-Instruct-v0.1 ollama c 32768 - - 0 0 - - - t
        moonshot-v1-128k moonshot c 131072 - - 2 5 - - - ts - 2026-08-31
        moonshot-v1-128k-vision-preview moonshot c 131072 - - 2 5 - - - vts - 2026-08-31
        moonshot-v1-32k moonshot c 32768 - - 1 3 - - - ts - 2026-08-31
        moonshot-v1-32k-vision-preview moonshot c 32768 - - 1 3 - - - vts - 2026-08-31
        moonshot-v1-8k moonshot c 8192 - - 0.2 2 - - - ts - 2026-08-31
        moonshot-v1-8k-vision-preview moonshot c 8192 - - 0.2 2 - - - vts - 2026-08-31
        moonshot-v1-auto moonshot c 131072 - - 2 5 - - - ts - 2026-08-31
        o1 openai c 200000 - 100000 15 60 7.5 - - vdtscr!p lmh 2026-10-23
        o1-2024-12-17 openai c 200000 - 100000 15 60 7.5 - - vdtpscr lmh 2026-10-23
        o1-pro openai r 200000 - 100000 150 600 - - - vdtpscr lmh 2026-10-23
        o1-pro-2025-03-19 openai r 200000 - 100000 150 600 - - - vdtpscr lmh 2026-10-23
        o3 openai c 200000 - 100000 2 8 0.5 - - vdtswcr!p lmh 2026-12-11
        o3-2025-04-16 openai c 200000 - 100000 2 8 0.5 - - vdtswcr!p lmh 2026-12-11
        o3-deep-research openai r 200000 - 100000 10 40 2.5 - - vdcr!tps lmh 2026-07-23
        o3-deep-research-2025-06-26 openai r 200000 - 100000 10 40 2.5 - - vdcr!tps lmh 2026-07-23
        o3-mini openai c 200000 - 100000 1.1 4.4 0.55 - - tscr!p lmh 2026-10-23
        o3-mini-2025-01-31 openai c 200000 - 100000 1.1 4.4 0.55 - - tscr!p lmh 2026-10-23
        o3-pro openai r 200000 - 100000 20 80 - - - vdtswcr!p lmh 2026-12-11
        o3-pro-2025-06-10 openai r 200000 - 100000 20 80 - - - vdtswcr!p lmh 2026-12-11
        o4-mini openai c 200000 - 100000 1.1 4.4 0.275 - - vdtswcr!p lmh 2026-10-23
        o4-mini-2025-04-16 openai c 200000 - 100000 1.1 4.4 0.275 - - vdtswcr!p lmh 2026-10-23
        o4-mini-deep-research openai r 200000 - 100000 2 8 0.5 - - vdcr!tps lmh 2026-07-23
        o4-mini-deep-research-2025-06-26 openai r 200000 - 100000 2 8 0.5 - - vdcr!tps lmh 2026-07-23
        open-mistral-nemo mistral c 128000 - - 0.3 0.3 0.03 - - sf
        openai/gpt-oss-120b groq c 131072 - 65536 0.15 0.6 0.075 - - tpswcr
        openai/gpt-oss-20b groq c 131072 - 65536 0.075 0.3 0.0375 - - tpswcr
        openai/gpt-oss-safeguard-20b groq c 131072 - 65536 0.075 0.3 0.037 - - tswcr
        orca-mini ollama t 4096 - - 0 0
        pixtral-large-latest mistral c 128000 - - 2 6 0.2 - - vtsf
        qwen/qwen3.8-27b groq c 131072 - 16384 0.8 4 - - - vtsr
        qwen3-coder:480b-cloud ollama c 262144 - - 0 0 - - - t
        text-embedding-3-large openai e 8191 - - 0.13 0
        text-embedding-3-small openai e 8191 - - 0.02 0
        text-embedding-ada-002 openai e 8191 - - 0.1 0
        text-embedding-ada-002-v2 openai e 8191 - - 0.1 0
        vicuna ollama t 2048 - - 0 0
        voxtral-small-2507 mistral c 32768 - - 0.1 0.4 0.01 - - ats
        voxtral-small-latest mistral c 32768 - - 0.1 0.4 0.01 - - ats
        zai-glm-5 mistral c 1048576 - 131072 1.4 4.4 0.14 - - tscfr lhX
        zai-glm-5-2 mistral c 1048576 - 131072 1.4 4.4 0.14 - - tscfr nilmhxX 2026-10-31
        zai-glm-5-3 mistral c 1048576 - 131072 1.4 4.4 0.14 - - tscfr lhX
        zai-glm-5-3-flash mistral c 1048576 - 131072 0.15 0.5 0.03 - - vtscfr lhX
        zai-glm-latest mistral c 1048576 - 131072 1.4 4.4 0.14 - - tscfr lhX
        """#
}
