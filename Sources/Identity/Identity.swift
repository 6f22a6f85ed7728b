import AsyncHTTPClient
import CSodium
import CZxcvbn
import Crypto
import JWTKit
import NIOPosix

enum Placeholder { static let ready = sodium_init() >= 0 }
