enum Unwritten {}
