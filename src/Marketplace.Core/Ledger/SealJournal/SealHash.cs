using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Marketplace.Ledger.Data;

namespace Marketplace.Ledger;

/// <summary>
/// The bytes that a seal's SHA-256 is taken of. This form is published and never changes: seals made years ago, and their copies elsewhere, are checked with it.
/// <code>
/// range    = text("marketplace.ledger.seal.v1") bytes(previous hash) number(sequence) number(from) number(to) transfer* number(0) number(transfers)
/// transfer = number(id) text(key) bytes(request hash) text(kind) text(reference) number(posted at) number(reverses, or 0) number(entries) entry*
/// entry    = text(account's code) text(asset) number(amount)
/// </code>
/// number: 8 bytes, big-endian, two's complement. bytes: their number, then they. text: its UTF-8 as bytes. The time is in microseconds since 1970 UTC, the finest that every
/// engine stores. Transfers come by id; entries by code, then asset, then amount, as bytes compare. The first range's previous hash is 32 zeros.
/// </summary>
internal sealed class SealHash : IDisposable
{
    public const int Length = SHA256.HashSizeInBytes;

    private const string Form = "marketplace.ledger.seal.v1";
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long transfers;

    public SealHash(byte[] previousHash, long sequence, long from, long to)
    {
        Write(Form);
        Write(previousHash);
        Write(sequence);
        Write(from);
        Write(to);
    }

    public void Add(JournalRow transfer, IEnumerable<JournalEntry> entries)
    {
        var sorted = entries
            .OrderBy(entry => entry.Code, StringComparer.Ordinal)
            .ThenBy(entry => entry.Asset, StringComparer.Ordinal)
            .ThenBy(entry => entry.Amount)
            .ToArray();
        transfers++;
        Write(transfer.Id);
        Write(transfer.Key);
        Write(transfer.RequestHash);
        Write(transfer.Kind);
        Write(transfer.Reference);
        Write((transfer.PostedAt.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond);
        Write(transfer.Reverses ?? 0);
        Write(sorted.Length);
        foreach (var entry in sorted)
        {
            Write(entry.Code);
            Write(entry.Asset);
            Write(entry.Amount);
        }
    }

    public byte[] Finish()
    {
        Write(0);
        Write(transfers);
        return hash.GetHashAndReset();
    }

    public void Dispose() => hash.Dispose();

    private void Write(long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        hash.AppendData(bytes);
    }

    private void Write(string text) => Write(Encoding.UTF8.GetBytes(text));

    private void Write(byte[] bytes)
    {
        Write(bytes.Length);
        hash.AppendData(bytes);
    }
}
