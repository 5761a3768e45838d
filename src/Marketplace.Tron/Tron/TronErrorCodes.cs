namespace Marketplace.Tron;

/// <summary>The stable codes of <see cref="TronError.Code"/>.</summary>
public static class TronErrorCodes
{
    /// <summary>The text is not a TRON address; the message names the <see cref="TronAddressRefusal"/>.</summary>
    public const string InvalidAddress = "tron.invalid_address";

    /// <summary>A private key that is not 32 bytes or outside [1, n − 1].</summary>
    public const string InvalidKey = "tron.invalid_key";

    /// <summary>A signature of the wrong length, with r, s or v out of range, or that recovers no key.</summary>
    public const string InvalidSignature = "tron.invalid_signature";

    /// <summary>A mnemonic with a wrong word count, an unknown word or a wrong checksum (BIP-39).</summary>
    public const string InvalidMnemonic = "tron.invalid_mnemonic";

    /// <summary>An extended key or derivation path that BIP-32 refuses.</summary>
    public const string InvalidExtendedKey = "tron.invalid_extended_key";

    /// <summary>Transaction bytes that are cut, malformed, or not what this library would encode.</summary>
    public const string InvalidTransaction = "tron.invalid_transaction";

    /// <summary>An amount that is not positive or too big.</summary>
    public const string InvalidAmount = "tron.invalid_amount";

    /// <summary>No answer within the time limit: the request may or may not have been carried out.</summary>
    public const string Timeout = "tron.timeout";

    /// <summary>No connection to the node.</summary>
    public const string Unreachable = "tron.unreachable";

    /// <summary>HTTP 429 or 403, or the node's "lack of computing resources".</summary>
    public const string RateLimited = "tron.rate_limited";

    /// <summary>HTTP 5xx, or another status that is no answer.</summary>
    public const string ServerError = "tron.server_error";

    /// <summary>HTTP 404 or a lite node's bare text: this node does not serve that API.</summary>
    public const string NotServed = "tron.not_served";

    /// <summary>The answer is not the JSON that is documented (cut, not JSON, wrong types).</summary>
    public const string BadResponse = "tron.bad_response";

    /// <summary>The answer is larger than the configured limit.</summary>
    public const string ResponseTooLarge = "tron.response_too_large";

    /// <summary>The node answered <c>{}</c>: it does not know that block, transaction or account (yet).</summary>
    public const string NotFound = "tron.not_found";

    /// <summary>The node answered HTTP 200 with <c>Error</c> or a refusal inside.</summary>
    public const string NodeError = "tron.node_error";

    /// <summary>The answer contradicts itself: a txID that is not the hash of its bytes, a block that is not the one asked for.</summary>
    public const string Inconsistent = "tron.inconsistent";
}
