import Clinical

/// Makes the fields of a form with value, error and focus in place.
extension FormState {
    /// A number with its unit inside the field.
    func number(
        _ name: String, label: String, unit: String? = nil, hint: String? = nil, whole: Bool = false
    ) -> FormField {
        var field = text(name, label: label, hint: hint, mode: whole ? "numeric" : "decimal")
        field.unit = unit
        return field
    }

    func text(_ name: String, label: String, hint: String? = nil, mode: String = "text") -> FormField {
        filled(FormField(kind: .text(mode: mode), name: name, label: label, hint: hint))
    }

    /// A password, PIN or code: what was typed is not sent back.
    ///
    /// - Parameter isNew: The person chooses it now, so that browsers offer to keep it, not to fill it in.
    func secret(
        _ name: String, label: String, hint: String? = nil, mode: String = "text", isNew: Bool = false
    ) -> FormField {
        var field = filled(FormField(kind: .secret(mode: mode), name: name, label: label, hint: hint))
        field.value = ""
        field.autocomplete = mode == "text" ? (isNew ? "new-password" : "current-password") : "off"
        return field
    }

    func area(_ name: String, label: String, hint: String? = nil) -> FormField {
        filled(FormField(kind: .area, name: name, label: label, hint: hint))
    }

    /// A calendar day; typed as `YYYY-MM-DD` where the browser has no picker.
    func date(_ name: String, label: String, hint: String? = nil) -> FormField {
        var field = filled(FormField(kind: .date, name: name, label: label, hint: hint))
        // Pickers show the day in the order of the browser's country; the words leave no doubt.
        field.last = Day(field.value).map { "\($0.short.prefix(3)) \($0)" }
        return field
    }

    /// A time of day, `HH:MM`.
    func time(_ name: String, label: String, hint: String? = nil) -> FormField {
        filled(FormField(kind: .time, name: name, label: label, hint: hint))
    }

    func hidden(_ name: String) -> FormField { filled(FormField(kind: .hidden, name: name, label: "")) }

    /// One of a folded list. A value that is not in the list was refused; it is kept as the first option.
    func select(_ name: String, label: String, hint: String? = nil, _ options: [(value: String, label: String)])
        -> FormField
    {
        var field = filled(FormField(kind: .select, name: name, label: label, hint: hint))
        field.options = options.map { .init(value: $0.value, label: $0.label, chosen: $0.value == field.value) }
        if !field.value.isEmpty, !field.options.contains(where: \.chosen) {
            field.options.insert(.init(value: field.value, label: field.value, chosen: true), at: 0)
        }
        return field
    }

    /// One of a few big buttons.
    func segmented(_ name: String, label: String, hint: String? = nil, _ options: [(value: String, label: String)])
        -> FormField
    {
        group(.segmented, name, label, hint, options, chosen: [shown(name)])
    }

    /// Any of a few boxes.
    func checks(_ name: String, label: String, hint: String? = nil, _ options: [(value: String, label: String)])
        -> FormField
    {
        group(.checks, name, label, hint, options, chosen: all(name))
    }

    private func group(
        _ kind: FormField.Kind, _ name: String, _ label: String, _ hint: String?,
        _ options: [(value: String, label: String)], chosen: [String]
    ) -> FormField {
        var field = filled(FormField(kind: kind, name: name, label: label, hint: hint))
        field.options = options.enumerated().map { index, option in
            .init(
                value: option.value, label: option.label, chosen: chosen.contains(option.value),
                id: "\(field.id)-\(index)", autofocus: field.autofocus && index == 0)
        }
        return field
    }

    private func filled(_ field: FormField) -> FormField {
        var field = field
        field.value = shown(field.name)
        field.error = errors[field.name]
        field.autofocus = focus == field.name
        return field
    }
}
