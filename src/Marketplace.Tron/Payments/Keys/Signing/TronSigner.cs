using System.Buffers;
using Marketplace.Kernel;
using Marketplace.Tron.Payments.Keys;
using Marketplace.Tron.Payments.Keys.Signing;

namespace Marketplace.Tron.Payments;

/// <summary>
/// The keys in a process of their own: reads what it is asked to sign, judges it by its own rules, limits and memory, and hands out signatures. The
/// process that talks to people asks it and holds no key.
/// </summary>
public sealed class TronSigner : IDisposable
{
    private readonly WalletKeys keys;
    private readonly SigningPolicy policy;
    private readonly GuardedSigner signer;

    private TronSigner(WalletKeys keys, SigningPolicy policy, TronSignerInfo info) =>
        (this.keys, this.policy, signer, Info) = (keys, policy, new GuardedSigner(keys, policy), info);

    /// <summary>Whose keys these are.</summary>
    public TronSignerInfo Info { get; }

    /// <summary>For a log: how much the journal remembers, and of when its last signature is.</summary>
    public string Remembered => policy.Remembered;

    /// <summary>Makes the journal that a signer needs: once for a vault, by somebody who knows that it never signed.</summary>
    /// <param name="vault">The vault's file; beside it the end of the journal is remembered (<c>.head</c>).</param>
    /// <param name="vaultKey">Where its key is.</param>
    /// <param name="journal">The journal's file.</param>
    /// <exception cref="InvalidOperationException">The vault stays shut, or there is a journal already: one sentence.</exception>
    public static void BeginJournal(string vault, TronVaultKeySource vaultKey, string journal)
    {
        using var keys = TronVault.Open(vault, vaultKey);
        SigningJournal.Begin(journal, SigningPolicy.HeadOf(vault), keys.JournalKey);
    }

    /// <summary>Opens the vault and the journal.</summary>
    /// <param name="vault">The vault's file.</param>
    /// <param name="vaultKey">Where its key is.</param>
    /// <param name="coldAddress">Where coins may always go; null for none.</param>
    /// <param name="options">The limits; a journal is needed.</param>
    /// <param name="time">Its own clock.</param>
    /// <exception cref="InvalidOperationException">The vault stays shut, the journal is damaged or in use, an option is wrong: one sentence.</exception>
    public static TronSigner Open(string vault, TronVaultKeySource vaultKey, string? coldAddress, TronSigningOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Trouble is { } trouble)
        {
            throw new InvalidOperationException(trouble);
        }

        if (string.IsNullOrWhiteSpace(options.Journal))
        {
            throw new InvalidOperationException("TRON: a signer needs its Journal, a file that remembers what was signed.");
        }

        var cold = TronAddress.TryParse(coldAddress, out var parsed, out _) ? parsed : (TronAddress?)null;
        if (cold is null && coldAddress is not null)
        {
            throw new InvalidOperationException("TRON: ColdAddress is not an address of TRON.");
        }

        var keys = TronVault.Open(vault, vaultKey);
        try
        {
            var policy = new SigningPolicy(TronWallet.FromAccount(keys.AccountXpub, keys.HotAddress, cold), options, vault, keys, time);
            return new TronSigner(keys, policy, new TronSignerInfo(keys.AccountXpub.ToString(), keys.HotAddress.ToString(), cold?.ToString()));
        }
        catch
        {
            keys.Dispose();
            throw;
        }
    }

    /// <summary>Signs, or says why not. What was answered once may be asked again.</summary>
    /// <param name="reference">What it is for, one line of at most 200 characters: one live transaction each.</param>
    /// <param name="source"><c>hot</c>, or <c>deposit:7</c>.</param>
    /// <param name="rawDataHex">The transaction's bytes, which must be exactly what they mean.</param>
    /// <returns>What was signed, or <see cref="TronPaymentErrors.SignerRefused"/>.</returns>
    /// <exception cref="IOException">The journal can not be written: nothing was signed.</exception>
    public Result<TronSigned> Sign(string reference, string source, string rawDataHex)
    {
        var from = SourceText.Read(source);
        if (from is null)
        {
            return new SigningRefusal("wrong_source", "A source is hot or deposit:<number>.").ToError();
        }

        var decoded = Decode(rawDataHex);
        if (!decoded.IsSuccess)
        {
            return new SigningRefusal("not_understood", decoded.Error.Message).ToError();
        }

        try
        {
            var signed = signer.Sign(new SigningRequest(reference, from.Value, decoded.Value));
            return signed.Succeeded ? Describe(signed.Value) : signed.Error;
        }
        catch (TronUnavailableException exception)
        {
            throw new IOException(exception.Message);
        }
    }

    /// <summary>Zeroes the keys and closes the journal.</summary>
    public void Dispose()
    {
        policy.Dispose();
        keys.Dispose();
    }

    /// <summary>Whose keys; never the keys.</summary>
    public override string ToString() => $"signer for {Info.HotAddress}";

    private static TronSigned Describe(SignedTronTransaction signed)
    {
        var transfer = (TransferContract)signed.Transaction.Contract;
        return new TronSigned(signed.Signatures[0].ToHex(), signed.Id, transfer.To.ToString(), new Sun(transfer.AmountSun));
    }

    private static TronResult<TronTransaction> Decode(string? hex)
    {
        if (hex is null or { Length: > 2 * TronTransaction.MaxSizeBytes })
        {
            return new TronError(TronErrorCodes.InvalidTransaction, "There is nothing, or too much.");
        }

        var bytes = new byte[hex.Length / 2];
        return Convert.FromHexString(hex, bytes, out var consumed, out _) == OperationStatus.Done && consumed == hex.Length
            ? TronTransaction.DecodeExact(bytes)
            : new TronError(TronErrorCodes.InvalidTransaction, "It is not hexadecimal.");
    }
}

/// <summary>Whose keys a signer holds; all public.</summary>
/// <param name="AccountXpub">Derives every deposit address.</param>
/// <param name="HotAddress">Pays withdrawals.</param>
/// <param name="ColdAddress">Where coins may always go; null for none.</param>
public sealed record TronSignerInfo(string AccountXpub, string HotAddress, string? ColdAddress);

/// <summary>What was signed.</summary>
/// <param name="Signature">130 hexadecimal digits.</param>
/// <param name="TransactionId">Of which transaction.</param>
/// <param name="To">Who receives.</param>
/// <param name="Amount">How much.</param>
public sealed record TronSigned(string Signature, string TransactionId, string To, Sun Amount);
