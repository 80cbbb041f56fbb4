/// The `input` of a response: messages, calls, results and reasoning, each an item of its own.
struct OpenAIResponsesInput {
    private let messages: [Message]
    private let provider: Provider

    init(of request: ChatRequest, to provider: Provider) {
        messages = Continuation(of: request.messages, takesPrefill: false).messages
        self.provider = provider
    }

    func json() throws(LLMError) -> [JSONValue] {
        var items: [JSONValue] = []
        var custom: Set<String> = []
        for message in messages {
            for call in message.toolCalls {
                if call.isCustom { custom.insert(call.id) } else { custom.remove(call.id) }
            }
            switch message.role {
            case .system, .user:
                items.append([
                    "role": .string(message.role.rawValue), "content": try content(of: message),
                ])
            case .assistant:
                items += assistant(message)
            case .tool:
                for case .toolResult(let result) in message.parts {
                    let kind = custom.contains(result.callID) ? "custom_tool" : "function"
                    items.append([
                        "type": .string("\(kind)_call_output"),
                        "call_id": .string(result.callID), "output": .string(result.content),
                    ])
                }
            }
        }
        return items
    }

    /// In the order of the parts: reasoning has to stand right before what it led to.
    private func assistant(_ message: Message) -> [JSONValue] {
        var items: [JSONValue] = []
        var text = ""
        func flush() {
            if !text.isEmpty {
                // llama.cpp's server takes a message without its type from others only.
                items.append([
                    "type": "message", "role": "assistant",
                    "content": self.text(text, "output_text"),
                ])
            }
            text = ""
        }
        for part in message.parts {
            switch part {
            case .text(let piece):
                text += piece
            case .reasoning(let reasoning):
                if let block = reasoning.block, block.wireFormat == .openAIResponses {
                    flush()
                    items.append(block.value)
                }
            case .toolCall(let call):
                flush()
                items.append(item(of: call))
            case .attachment, .toolResult:
                break
            }
        }
        flush()
        return items
    }

    private func item(of call: ToolCall) -> JSONValue {
        if call.isCustom {
            return [
                "type": "custom_tool_call", "call_id": .string(call.id),
                "name": .string(call.name), "input": call.customInput,
            ]
        }
        return [
            "type": "function_call", "call_id": .string(call.id), "name": .string(call.name),
            "arguments": .string(call.arguments.isEmpty ? "{}" : call.arguments),
        ]
    }

    // MARK: Content

    private func text(_ text: String, _ type: String = "input_text") -> JSONValue {
        provider.contentFormat == .array
            ? [["type": .string(type), "text": .string(text)]] : .string(text)
    }

    private func content(of message: Message) throws(LLMError) -> JSONValue {
        var parts: [JSONValue] = []
        var text = ""
        for part in message.parts {
            switch part {
            case .text(let piece): text += piece
            case .attachment(let attachment):
                if !text.isEmpty { parts.append(["type": "input_text", "text": .string(text)]) }
                text = ""
                parts.append(try json(attachment))
            case .reasoning, .toolCall, .toolResult: break
            }
        }
        if parts.isEmpty { return self.text(text) }
        if !text.isEmpty { parts.append(["type": "input_text", "text": .string(text)]) }
        return .array(parts)
    }

    private func json(_ attachment: Attachment) throws(LLMError) -> JSONValue {
        if let refusal = provider.refusal(of: attachment) { throw refusal }
        if attachment.kind == .image {
            return ["type": "input_image", "image_url": .string(attachment.uri)]
        }
        switch attachment.content {
        case .url(let url):
            return ["type": "input_file", "file_url": .string(url)]
        case .data:
            return [
                "type": "input_file", "filename": .string(attachment.fileName),
                "file_data": .string(attachment.uri),
            ]
        }
    }
}
