/// A piece of a message.
public enum Part: Hashable, Sendable {
    case text(String)
}
