/// What a reply consists of, in the order it arrives.
///
/// `usage` and `finish` come at most once and last, `finish` as the very last. Text is never
/// empty, never splits a character, and holds no NUL.
public enum StreamEvent: Hashable, Sendable {
    case text(String)
    case reasoning(String)
    case usage(Usage)
    case finish(FinishReason)
}
