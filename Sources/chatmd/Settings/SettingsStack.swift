import MarkdownHistory

/// All layers of settings of one run, lowest first, and which of them decides what.
struct SettingsStack {
    let layers: [SettingsLayer]

    /// - Parameters:
    ///   - layers: without presets, lowest first. The preset that the highest of them names goes just
    ///     below that one.
    ///   - presets: the user's own.
    init(_ layers: [SettingsLayer], presets: [String: Preset] = [:]) throws(Failure) {
        guard let index = layers.lastIndex(where: { $0.preset != nil }),
            let name = layers[index].preset
        else {
            self.layers = layers
            return
        }
        var preset = try Preset.layers(
            of: name, own: presets, namedAt: layers[index].place(of: .preset))
        for place in preset.indices {
            preset[place].namedBy = layers[index].origin
        }
        self.layers = layers[..<index] + preset + layers[index...]
    }

    /// What the highest layer says that says something.
    func value<Value>(_ member: KeyPath<SettingsLayer, Value?>) -> Value? {
        layers.last { $0[keyPath: member] != nil }?[keyPath: member]
    }

    /// The highest layer that sets a key.
    func layer(setting key: SettingKey) -> SettingsLayer? {
        layers.last { $0.written[key] != nil }
    }

    func place(of key: SettingKey) -> SettingsLayer.Place? {
        layer(setting: key)?.place(of: key)
    }

    /// Model and provider as they are written. A `model` in one layer cancels the `provider` of a
    /// lower one: the two belong together.
    var modelAndProvider: (model: String?, provider: String?) {
        var result: (model: String?, provider: String?)
        for layer in layers {
            if let model = layer.model { result = (model, nil) }
            result.provider = layer.provider ?? result.provider
        }
        return result
    }
}
