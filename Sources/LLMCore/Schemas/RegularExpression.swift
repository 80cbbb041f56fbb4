internal import CPCRE2

/// A regular expression as JSON Schema means it, ECMAScript's, as near as PCRE2 comes to that.
///
/// No other file knows PCRE2. Its JIT compiler is not used: for a handful of short texts it costs
/// more than it saves.
final class RegularExpression {
    enum Outcome {
        case found
        case notFound
        /// The budget is used up, or more memory would be needed than is given.
        case tooLong
    }

    private let code: OpaquePointer
    private let matchData: OpaquePointer
    private let matchContext: OpaquePointer

    /// The longest pattern, in bytes.
    static let maximumLength = 4096

    init(_ pattern: String) throws(RegularExpressionError) {
        guard let context = pcre2_compile_context_create_8(nil) else { fatalError("out of memory") }
        defer { pcre2_compile_context_free_8(context) }
        pcre2_set_max_pattern_length_8(context, Self.maximumLength)
        pcre2_set_newline_8(context, UInt32(PCRE2_NEWLINE_ANYCRLF))
        pcre2_set_compile_extra_options_8(context, PCRE2_EXTRA_ALT_BSUX)
        // A callout before every item of the pattern is where the budget is looked at.
        let options =
            PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C | PCRE2_AUTO_CALLOUT | PCRE2_DOLLAR_ENDONLY
            | PCRE2_ALT_BSUX | PCRE2_ALLOW_EMPTY_CLASS | PCRE2_MATCH_UNSET_BACKREF
        var error: Int32 = 0
        var offset = 0
        let bytes = Array(pattern.utf8)
        guard
            let code = pcre2_compile_8(bytes, bytes.count, options, &error, &offset, context)
        else { throw RegularExpressionError(message: Self.message(of: error), offset: offset) }
        self.code = code
        guard let matchData = pcre2_match_data_create_8(1, nil),
            let matchContext = pcre2_match_context_create_8(nil)
        else { fatalError("out of memory") }
        pcre2_set_heap_limit_8(matchContext, 16 << 10)
        self.matchData = matchData
        self.matchContext = matchContext
    }

    /// What it takes of memory, in bytes.
    var size: Int {
        var size = 0
        _ = pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_SIZE), &size)
        return size
    }

    deinit {
        pcre2_match_context_free_8(matchContext)
        pcre2_match_data_free_8(matchData)
        pcre2_code_free_8(code)
    }

    /// Whether the expression matches somewhere in the text.
    ///
    /// - Parameter budget: how much may be spent, and then what is left of it. PCRE2's own limit
    ///   begins anew at each place where a match may start, and does not see the bytes that one
    ///   item like `.*` runs over; here every item costs one, and what it may run over costs as well.
    func search(_ text: String, budget: inout Int) -> Outcome {
        let bytes = Array(text.utf8)
        let result = withUnsafeMutablePointer(to: &budget) { budget in
            pcre2_set_callout_8(
                matchContext,
                { block, budget in
                    guard let block = block?.pointee else { return 0 }
                    let left = budget?.assumingMemoryBound(to: Int.self)
                    left?.pointee -= 1 + (block.subject_length - block.current_position) / 256
                    return (left?.pointee ?? 0) < 0 ? PCRE2_ERROR_CALLOUT : 0
                },
                budget)
            return pcre2_match_8(code, bytes, bytes.count, 0, 0, matchData, matchContext)
        }
        switch result {
        case 0...: return .found
        case PCRE2_ERROR_NOMATCH: return .notFound
        default: return .tooLong
        }
    }

    private static func message(of error: Int32) -> String {
        var buffer = [UInt8](repeating: 0, count: 256)
        let count = pcre2_get_error_message_8(error, &buffer, buffer.count)
        return String(decoding: buffer.prefix(Int(max(count, 0))), as: UTF8.self)
    }
}

/// Why a text is no regular expression.
struct RegularExpressionError: Error {
    /// PCRE2's words.
    var message: String
    /// Where in the pattern, in bytes from 0.
    var offset: Int
}
