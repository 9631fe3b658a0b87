# measured peers
