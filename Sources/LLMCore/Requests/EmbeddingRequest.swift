/// Texts that are to become vectors.
public struct EmbeddingRequest: Hashable, Sendable {
    /// The model's name as the provider spells it.
    public var model: String
    /// None of them empty; more than one request is sent where there are many.
    public var inputs: [String]
    /// The length of the vectors, where the model can shorten them; nil for the model's own.
    public var dimensions: Int?

    public init(model: String, inputs: [String], dimensions: Int? = nil) {
        self.model = model
        self.inputs = inputs
        self.dimensions = dimensions
    }
}

/// The vectors of some texts, in the order of the texts.
///
/// All are equally long, and every number is finite. Whether they have length one is up to the model:
/// what was shortened may not.
public struct Embeddings: Hashable, Sendable {
    public var vectors: [[Float]]
    /// The model that answered, as the provider names it.
    public var model: String
    /// Of all requests together; nil where the provider does not tell.
    public var usage: Usage?

    public init(vectors: [[Float]], model: String, usage: Usage? = nil) {
        self.vectors = vectors
        self.model = model
        self.usage = usage
    }
}
