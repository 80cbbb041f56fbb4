/// A named difference between providers of one wire format, which the wire format asks about.
public enum Quirk: String, Hashable, Sendable, CaseIterable {
    // The base URL's variable
    /// It may hold a host without scheme, port or path.
    case bareHostVariable = "bare-host-variable"
    /// It holds a resource's address, to which `/openai/v1` is added.
    case azureEndpointVariable = "azure-endpoint-variable"

    // Parameters
    /// The token limit is `max_completion_tokens`; OpenAI's reasoning models refuse `max_tokens`.
    case maxCompletionTokens = "max-completion-tokens"
    /// Usage comes unasked, and `stream_options` is refused.
    case noStreamOptions = "no-stream-options"
    /// Only OpenAI's own parameters are known: no `top_k`, no repetition penalty.
    case standardSampling = "standard-sampling"
    /// The seed is `random_seed`.
    case randomSeed = "random-seed"
    /// The repetition penalty is `repeat_penalty`.
    case repeatPenalty = "repeat-penalty"

    // Tools
    /// A model calls what it likes; nothing can be said about it.
    case noToolChoice = "no-tool-choice"

    /// A response format is never a JSON Schema.
    case noSchemas = "no-schemas"
    /// A response format is refused where tools are offered, or keeps the model from calling them.
    case formatOrTools = "format-or-tools"

    // Messages
    /// A message has no `name`.
    case noNames = "no-names"
    /// User and assistant must take turns: messages of one role in a row are joined.
    case mergesTurns = "merge-turns"
    /// The ids of tool calls are nine letters and digits, in the history too.
    case shortCallIDs = "short-call-ids"
    /// Documents are not taken, or by their address only where the protocol is Responses.
    case noDocuments = "no-documents"
    /// Recordings are not taken.
    case noAudio = "no-audio"
    /// Images come as data, never by their address.
    case noImageURLs = "no-image-urls"
    /// A file's data may be the address to fetch it from.
    case fileURLs = "file-urls"
    /// A document is a part `document_url`, a recording's data a bare string.
    case documentURLs = "document-urls"

    // Going on with a begun reply
    /// A last message of the assistant is gone on with.
    case prefill
    /// It is, once marked `prefix`.
    case prefillPrefix = "prefill-prefix"
    /// It is, once marked `prefix`, where the base URL ends in `/beta`.
    case prefillPrefixOnBeta = "prefill-prefix-on-beta"
    /// It is, once marked `partial`.
    case prefillPartial = "prefill-partial"

    // Reasoning
    /// It is steered by an object `reasoning`, and its `reasoning_details` go back as they came.
    case reasoningObject = "reasoning-object"
    /// It is switched off by an object `thinking`.
    case thinkingSwitch = "thinking-switch"
    /// Models that are only switched on and off take `default` for `reasoning_effort`, or `none`.
    case defaultEffort = "default-effort"
    /// Models with `magistral` in their name are switched to it by `prompt_mode`.
    case promptMode = "prompt-mode"
    /// Every model may be asked for its reasoning in encrypted form.
    case encryptedReasoning = "encrypted-reasoning"
    /// Messages with tool calls must say again what was thought, as `reasoning_content`.
    case reasoningContent = "reasoning-content"
}
