import Service

/// Who looks at the page being made, for the frame around every page and the token in every form.
///
/// Bound by the gate around one request, so that no controller has to pass it on and none can forget to.
enum RequestScope {
    @TaskLocal static var viewer: Viewer?
}
