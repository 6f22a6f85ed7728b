import HTTPTypes
import Hummingbird
import Mustache

/// Pages for what cannot be shown or done. They never repeat what was sent.
enum ErrorPages {
    static let templates = ["error"]

    /// - Parameter detail: For expected refusals one line for the person; for failures the incident number.
    static func response(
        _ status: HTTPResponse.Status, detail: String?, next: NavigationLink? = nil, pages: Pages
    ) -> Response {
        var model = words(status, detail: detail)
        model.link = next
        let page = PageContext(title: model.title)
        if let response = try? pages.response("error", page, model, status: status) { return response }
        return Response(
            status: status, headers: [.contentType: "text/plain; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: model.title + ". " + model.line)))
    }

    private static func words(_ status: HTTPResponse.Status, detail: String?) -> ErrorModel {
        switch status.code {
        case 404:
            ErrorModel(
                title: "Page not found", line: detail ?? "There is no page at this address.",
                next: "Start again from the board or the reference.")
        case 413:
            ErrorModel(
                title: "Too much at once", line: "The form holds more than 256 KB. Nothing was saved.",
                next: "Go back, shorten the text and send it again.")
        case 403:
            ErrorModel(
                title: "Not for you", line: detail ?? "Your account does not open this.",
                next: "Ask an administrator of your practice, or sign in as somebody else.")
        case 503:
            ErrorModel(
                title: "Not now", line: detail ?? "Stepwell cannot do this right now. Nothing was saved.",
                next: "Wait a moment and try again.")
        case 500...:
            ErrorModel(
                title: "Something broke", line: "Stepwell could not finish this. What was saved before is safe.",
                next: "Go back and try again. If it happens again, report the incident number.", incident: detail)
        default:
            ErrorModel(
                title: "This request cannot be read", line: detail ?? "The request was not complete.",
                next: "Go back, check what you entered and send it again. Nothing was saved.")
        }
    }
}

private struct ErrorModel: MustacheParent {
    let title: String
    let line: String
    let next: String
    var incident: String?
    var link: NavigationLink?

    func child(named name: String) -> Any? {
        switch name {
        case "heading": title
        case "line": line
        case "next": next
        case "incident": incident
        case "link": link
        default: nil
        }
    }
}
