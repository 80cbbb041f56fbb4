import LLMCore
import TestSupport

/// What a server of one format says; every text is put into JSON as it stands.
struct KeyReply {
    var format: WireFormatName
    var id = "reply-1"
    var model = "m-1"

    init(_ format: WireFormatName, id: String = "reply-1", model: String = "m-1") {
        self.format = format
        self.id = id
        self.model = model
    }

    var contentType: String {
        format == .ollama ? "application/x-ndjson" : "text/event-stream"
    }

    /// Everything up to the end of a reply.
    func whole(_ text: String = "Yo") -> String { beginning(text) + end }

    /// The first event or two.
    func beginning(_ text: String) -> String {
        switch format {
        case .openAIChat, .echo:
            event(
                #"{"id":"\#(id)","model":"\#(model)","#
                    + #""choices":[{"index":0,"delta":{"content":"\#(text)"}}]}"#)
        case .openAIResponses:
            event(#"{"type":"response.created","response":\#(response("in_progress"))}"#)
                + event(
                    #"{"type":"response.output_text.delta","item_id":"i","output_index":0,"#
                        + #""content_index":0,"delta":"\#(text)"}"#)
        case .ollama:
            #"{"model":"\#(model)","message":{"role":"assistant","content":"\#(text)"},"done":false}"#
                + "\n"
        case .anthropic:
            event(
                #"{"type":"message_start","message":{"id":"\#(id)","model":"\#(model)","#
                    + #""usage":{"input_tokens":3,"output_tokens":1}}}"#)
                + event(
                    #"{"type":"content_block_delta","index":0,"#
                        + #""delta":{"type":"text_delta","text":"\#(text)"}}"#)
        case .gemini:
            event(
                #"{"candidates":[{"content":{"parts":[{"text":"\#(text)"}]}}],"#
                    + #""modelVersion":"\#(model)","responseId":"\#(id)"}"#)
        }
    }

    private var end: String {
        switch format {
        case .openAIChat, .echo:
            event(#"{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#)
                + event("[DONE]")
        case .openAIResponses:
            event(#"{"type":"response.completed","response":\#(response("completed"))}"#)
        case .ollama:
            #"{"model":"\#(model)","message":{"role":"assistant","content":""},"done":true,"#
                + #""done_reason":"stop"}"# + "\n"
        case .anthropic:
            event(
                #"{"type":"message_delta","delta":{"stop_reason":"end_turn"},"#
                    + #""usage":{"output_tokens":2}}"#)
                + event(#"{"type":"message_stop"}"#)
        case .gemini:
            event(#"{"candidates":[{"content":{"parts":[]},"finishReason":"STOP"}]}"#)
        }
    }

    /// An error in the middle of a stream.
    func error(_ message: String) -> String {
        switch format {
        case .openAIChat, .echo: event(#"{"error":{"message":"\#(message)","code":503}}"#)
        case .openAIResponses:
            event(#"{"type":"error","code":"server_error","message":"\#(message)"}"#)
        case .ollama: #"{"error":"\#(message)"}"# + "\n"
        case .anthropic:
            event(
                #"{"type":"error","error":{"type":"overloaded_error","message":"\#(message)"}}"#)
        case .gemini:
            event(#"{"error":{"code":503,"message":"\#(message)","status":"UNAVAILABLE"}}"#)
        }
    }

    /// The body of an answer with an error status.
    func refusal(_ status: Int, _ message: String) -> String {
        switch format {
        case .ollama: #"{"error":"\#(message)"}"#
        case .anthropic:
            #"{"type":"error","error":{"type":"api_error","message":"\#(message)"}}"#
        case .gemini:
            #"{"error":{"code":\#(status),"message":"\#(message)","status":"OTHER"}}"#
        default: #"{"error":{"message":"\#(message)","type":"other"}}"#
        }
    }

    /// An event that is not JSON.
    func garbage(_ text: String) -> String {
        format == .ollama ? "{oops \(text)\n" : event("{oops \(text)")
    }

    private func event(_ data: String) -> String { "data: \(data)\n\n" }

    private func response(_ status: String) -> String {
        #"{"id":"\#(id)","model":"\#(model)","status":"\#(status)","output":[]}"#
    }
}
