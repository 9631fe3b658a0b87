public import Basics

extension Connection {
  /// Reads JSON text with SQLite's own parser.
  func json(_ text: String) throws(SQLiteError) -> JSONValue {
    // A schema that is not trusted may not call json_valid in a CHECK, so it is asked here.
    guard try int("SELECT json_valid(?)", [.text(text)]) == 1 else {
      throw .corrupt(detail: "\(text) is no JSON")
    }
    struct Node {
      var key: String?
      var type: String
      var atom: SQLiteValue
      var children: [Int] = []
    }
    // json_tree walks from the root down, so a parent stands before its children.
    var nodes: [Node] = []
    var places: [Int: Int] = [:]
    try forEachRow("SELECT id, parent, key, type, atom FROM json_tree(?)", [.text(text)]) { row in
      let type = row.text(3)
      let atom: SQLiteValue =
        switch type {
        case "integer", "true", "false": .integer(row.integer(4))
        case "real": .real(row.real(4))
        case "text": .text(row.text(4))
        default: .null
        }
      places[row.int(0)] = nodes.count
      if !row.isNull(1), let parent = places[row.int(1)] { nodes[parent].children.append(nodes.count) }
      nodes.append(Node(key: row.optionalText(2), type: type, atom: atom))
      return true
    }
    func value(_ node: Node) -> JSONValue {
      switch (node.type, node.atom) {
      case ("true", _): .bool(true)
      case ("false", _): .bool(false)
      case ("object", _): .object(node.children.map { .init(nodes[$0].key ?? "", value(nodes[$0])) })
      case ("array", _): .array(node.children.map { value(nodes[$0]) })
      case (_, .integer(let integer)): .integer(Int(integer))
      case (_, .real(let real)): .number(real)
      case (_, .text(let text)): .string(text)
      default: .null
      }
    }
    return nodes.first.map(value) ?? .null
  }
}

extension ReviewStore {
  /// A JSON text as a value, read by SQLite.
  public func json(_ text: String) throws(SQLiteError) -> JSONValue { try connection.json(text) }
}
